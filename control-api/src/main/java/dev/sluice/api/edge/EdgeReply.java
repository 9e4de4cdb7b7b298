package dev.sluice.api.edge;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.ErrorAnswers;
import dev.sluice.api.http.JsonAnswers;
import dev.sluice.api.http.RequestIds;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** Writes one answer of the edge: status line, headers, body. One use, on the request's event loop. */
final class EdgeReply {
    static final String METHODS = "GET, HEAD, OPTIONS";
    private static final CharSequence CORS_EXPOSE = AsciiString.cached("Access-Control-Expose-Headers");
    private static final CharSequence EXPOSED =
            AsciiString.cached("Content-Length, Content-Range, Date, ETag, Accept-Ranges");
    private static final CharSequence NO_SNIFF_NAME = AsciiString.cached("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = AsciiString.cached("nosniff");
    private static final List<String> FILE_HEADERS =
            List.of("Content-Length", "Content-Range", "Content-Encoding", "ETag", "Accept-Ranges", "Cache-Control");
    private static final String PREFLIGHT_HEADERS =
            "Range, If-None-Match, If-Range, Cache-Control, CMCD-Object, " + "CMCD-Request, CMCD-Session, CMCD-Status";
    private static final String SHORT_CACHE = "public, max-age=1";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ErrorAnswers errors;
    private final EdgeObserver observer;
    private final boolean readable;
    private final long startNanos = System.nanoTime();
    private boolean forOneClient;

    EdgeReply(HttpServerRequest request, ErrorAnswers errors, EdgeObserver observer, CorsPolicy cors) {
        this.request = request;
        this.response = request.response();
        this.errors = errors;
        this.observer = observer;
        response.headers().set(NO_SNIFF_NAME, NO_SNIFF).set("Cross-Origin-Resource-Policy", "cross-origin");
        this.readable = cors.apply(request, response);
        if (readable) {
            response.headers().set(CORS_EXPOSE, EXPOSED);
        }
    }

    HttpServerResponse response() {
        return response;
    }

    /** What is sent must not be kept by caches that many clients share. */
    void forOneClient() {
        forOneClient = true;
    }

    void preflight() {
        if (readable) {
            response.headers()
                    .set("Access-Control-Allow-Methods", METHODS)
                    .set("Access-Control-Allow-Headers", PREFLIGHT_HEADERS)
                    .set("Access-Control-Max-Age", "86400");
        }
        response.setStatusCode(204).putHeader("Allow", METHODS).end();
        observer.onResponse(request, 204, 0, startNanos);
    }

    void missing() {
        response.putHeader("Cache-Control", SHORT_CACHE);
        error(ApiException.notFound("File"));
    }

    void error(ApiException error) {
        if (error.status() == 405) {
            response.putHeader("Allow", METHODS);
        }
        if (error.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        JsonAnswers.send(response, error.status(), errors.body(error, RequestIds.of(response)));
        observer.onResponse(request, error.status(), 0, startNanos);
    }

    /** Ends an answer that cannot be given: with an error while there is still a choice, else by closing. */
    void fail(ApiException error) {
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.headersEndHandler(null);
        FILE_HEADERS.forEach(response.headers()::remove);
        error(error);
    }

    Future<Void> file(EdgeFile file) {
        MultiMap headers = response.headers()
                .set("Content-Type", file.contentType())
                .set(
                        "Cache-Control",
                        forOneClient ? file.cacheControl().replace("public", "private") : file.cacheControl())
                .set("ETag", file.etag())
                .set("Accept-Ranges", "bytes");
        if (file.compressible()) {
            headers.add("Vary", "Accept-Encoding");
        }
        if (file.compressed()) {
            headers.set("Content-Encoding", "gzip");
        }
        if (Conditions.matches(request.getHeader("If-None-Match"), file.etag())) {
            return empty(304);
        }
        String range = request.method().equals(HttpMethod.GET)
                        && Conditions.rangeApplies(request.getHeader("If-Range"), file.etag())
                ? request.getHeader("Range")
                : null;
        return switch (ByteRange.parse(range, file.sizeBytes())) {
            case ByteRange.Whole whole -> body(200, file, 0, file.sizeBytes());
            case ByteRange.Part part -> {
                long last = part.offsetBytes() + part.lengthBytes() - 1;
                headers.set("Content-Range", "bytes " + part.offsetBytes() + "-" + last + "/" + file.sizeBytes());
                yield body(206, file, part.offsetBytes(), part.lengthBytes());
            }
            case ByteRange.Unsatisfiable unsatisfiable -> {
                headers.set("Content-Range", "bytes */" + file.sizeBytes());
                headers.set("Cache-Control", SHORT_CACHE).set("Content-Length", "0");
                yield empty(416);
            }
        };
    }

    private Future<Void> empty(int status) {
        observer.onResponse(request, status, 0, startNanos);
        return response.setStatusCode(status).end();
    }

    private Future<Void> body(int status, EdgeFile file, long offsetBytes, long lengthBytes) {
        response.setStatusCode(status).headers().set("Content-Length", Long.toString(lengthBytes));
        if (request.method().equals(HttpMethod.HEAD)) {
            return empty(status);
        }
        response.headersEndHandler(begun -> observer.onResponse(request, status, lengthBytes, startNanos));
        return file.body().send(response, offsetBytes, lengthBytes);
    }
}
