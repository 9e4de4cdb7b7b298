package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.StreamHandler;
import dev.sluice.engine.upload.UploadException;
import dev.sluice.engine.upload.UploadException.Problem;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** tus 1.0.0: the version on every answer, the statuses of the protocol, and its headers for pages of other origins. */
final class TusRoutes {
    private static final String ONE = TusHeaders.PATH + "/{upload_id}";
    private static final int CHECKSUM_MISMATCH = 460;
    private static final String METHODS = "POST, HEAD, PATCH, DELETE, OPTIONS, GET";
    private static final String REQUEST_HEADERS =
            "Authorization, X-API-Key, Content-Type, Tus-Resumable, Upload-Length, "
                    + "Upload-Defer-Length, Upload-Metadata, Upload-Offset, Upload-Checksum, Upload-Concat, "
                    + "X-HTTP-Method-Override, X-Request-Id, X-Requested-With, Idempotency-Key";
    private static final String ANSWER_HEADERS = "Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, "
            + "Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, Upload-Defer-Length, Upload-Metadata, "
            + "Upload-Expires, Upload-Concat, Video-Id, X-Request-Id";
    private static final String PREFLIGHT_AGE_S = "86400";

    private final Uploads uploads;
    private final CorsPolicy cors;
    private final TusUploads tus;

    TusRoutes(Uploads uploads, CorsPolicy cors) {
        this.uploads = uploads;
        this.cors = cors;
        this.tus = new TusUploads(uploads);
    }

    List<Route> routes(ApiRoutes api) {
        return List.of(
                Route.options(TusHeaders.PATH, this::options),
                streaming(api, HttpMethod.POST, TusHeaders.PATH, tus::create),
                Route.options(ONE, this::options),
                Route.get(ONE, marked(api.needing(Scope.VIDEOS_WRITE, (ApiHandler) tus::state))),
                streaming(api, HttpMethod.PATCH, ONE, tus::append),
                streaming(api, HttpMethod.POST, ONE, tus::overridden),
                Route.delete(ONE, marked(api.needing(Scope.VIDEOS_WRITE, (ApiHandler) tus::terminate))));
    }

    private Route streaming(ApiRoutes api, HttpMethod method, String path, StreamHandler handler) {
        StreamHandler translated = (request, body) -> {
            try {
                return handler.handle(request, body);
            } catch (UploadException refused) {
                throw translated(refused, request);
            }
        };
        return Route.streaming(method, path, marked(api.streaming(Scope.VIDEOS_WRITE, translated)));
    }

    private static Exception translated(UploadException refused, ApiRequest request) {
        boolean mismatch = refused.problem() == Problem.CHECKSUM_MISMATCH
                && request.headers().contains("Upload-Checksum");
        return mismatch
                ? ApiException.refused(CHECKSUM_MISMATCH, refused.code(), String.valueOf(refused.getMessage()))
                : refused;
    }

    /** Headers of every answer, also of refusals. */
    private Handler<RoutingContext> marked(Handler<RoutingContext> handler) {
        return context -> {
            HttpServerResponse response = context.response();
            response.putHeader(TusHeaders.RESUMABLE, TusHeaders.VERSION);
            response.putHeader("Tus-Version", TusHeaders.VERSION);
            if (cors.apply(context.request(), response)) {
                response.putHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
            }
            handler.handle(context);
        };
    }

    /** What the server can, for everybody, and the answer to browsers that ask before they send. */
    private void options(RoutingContext context) {
        HttpServerResponse response = context.response();
        TusHeaders.putOptions(response, uploads.limits().maxFileBytes());
        response.putHeader(TusHeaders.RESUMABLE, TusHeaders.VERSION);
        if (cors.apply(context.request(), response)) {
            response.putHeader("Access-Control-Allow-Methods", METHODS)
                    .putHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
                    .putHeader("Access-Control-Max-Age", PREFLIGHT_AGE_S)
                    .putHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
        }
        response.setStatusCode(204).end();
    }
}
