package dev.sluice.api.pages;

import dev.sluice.api.http.ApiException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Serves the pages and their assets. Nothing in them comes from a request: figures are fetched as JSON. */
public final class Pages {
    /** Media from data URLs: hls.js makes its subtitle tracks of an empty one. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; media-src 'self' blob: data:; worker-src 'self' blob:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Assets assets;
    private final Asset streamsPage;
    private final Asset watchPage;
    private final Asset uploadPage;
    private final Asset docsPage;
    private final Buffer openApi = Buffer.buffer(Assets.read("/openapi.yaml"));

    public Pages(Assets assets) {
        this.assets = assets;
        this.streamsPage = assets.page("index.html");
        this.watchPage = assets.page("watch.html");
        this.uploadPage = assets.page("upload.html");
        this.docsPage = assets.page("docs.html");
    }

    /** {@code GET /}. */
    public Handler<RoutingContext> streams() {
        return context -> sendPage(context, streamsPage);
    }

    /** {@code GET /watch/{watch_id}}: of a stream or a video. */
    public Handler<RoutingContext> watch() {
        return context -> sendPage(context, watchPage);
    }

    /** {@code GET /upload}. */
    public Handler<RoutingContext> upload() {
        return context -> sendPage(context, uploadPage);
    }

    /** {@code GET /docs}: {@code openapi.yaml} to read and to try. */
    public Handler<RoutingContext> docs() {
        return context -> sendPage(context, docsPage);
    }

    /** {@code GET /assets/{version}/{file}}. */
    public Handler<RoutingContext> asset() {
        return context -> sendAsset(context, assets.find(context.pathParam("version"), context.pathParam("file")));
    }

    /** {@code GET /assets/{version}/vendor/{file}}. */
    public Handler<RoutingContext> vendorAsset() {
        return context ->
                sendAsset(context, assets.find(context.pathParam("version"), "vendor/" + context.pathParam("file")));
    }

    /** {@code GET /openapi.yaml}. */
    public Handler<RoutingContext> openApi() {
        return context -> context.response()
                .putHeader("Content-Type", "application/yaml; charset=utf-8")
                .putHeader("Cache-Control", "public, max-age=60")
                .end(openApi);
    }

    private static void sendPage(RoutingContext context, Asset page) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Cache-Control", "no-cache");
        page.send(context.request(), response);
    }

    private static void sendAsset(RoutingContext context, @Nullable Asset asset) {
        if (asset == null) {
            throw ApiException.notFound("File");
        }
        context.response().putHeader("Cache-Control", "public, max-age=31536000, immutable");
        asset.send(context.request(), context.response());
    }
}
