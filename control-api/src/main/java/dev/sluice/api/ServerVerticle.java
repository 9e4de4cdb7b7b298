package dev.sluice.api;

import dev.sluice.api.http.RequestIds;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** One event loop's share of the HTTP server; all share the port. */
final class ServerVerticle extends VerticleBase {
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
    /** Of a body at once: what one read of the socket brings at most. */
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private static final int IDLE_TIMEOUT_SECONDS = 60;
    private static final int ACCEPT_BACKLOG = 1024;
    private static final int MAX_WEBSOCKET_MESSAGE_BYTES = 16 * 1024;
    private static final int WEBSOCKET_CLOSING_TIMEOUT_SECONDS = 10;

    /** What Vert.x takes for "one free port for all servers of this deployment". */
    private static final int SHARED_FREE_PORT = -1;

    private final String host;
    private final int port;
    private final Supplier<Handler<HttpServerRequest>> handler;
    private final ConnectionLimits limits;
    private final IntConsumer bound;

    ServerVerticle(
            String host,
            int port,
            Supplier<Handler<HttpServerRequest>> handler,
            ConnectionLimits limits,
            IntConsumer bound) {
        this.host = host;
        this.port = port;
        this.handler = handler;
        this.limits = limits;
        this.bound = bound;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpNoDelay(true)
                .setMaxWebSocketFrameSize(MAX_WEBSOCKET_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_WEBSOCKET_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false) // Its buffers outweigh an idle socket.
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(WEBSOCKET_CLOSING_TIMEOUT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS);
        Handler<HttpServerRequest> requests = handler.get();
        return vertx.createHttpServer(options)
                .connectionHandler(limits::onConnection)
                .invalidRequestHandler(ServerVerticle::refuse)
                .requestHandler(request -> {
                    limits.onRequest(request.connection());
                    requests.handle(request);
                })
                .listen(port == 0 ? SHARED_FREE_PORT : port, host)
                .onSuccess(server -> bound.accept(server.actualPort()));
    }

    /** What is no HTTP. The connection is closed after the answer, which says so: a client sends nothing more on it. */
    private static void refuse(HttpServerRequest request) {
        RequestIds.assign(request);
        request.response().putHeader("Connection", "close");
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }
}
