package dev.sluice.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Closes a connection whose request was answered before its body had come. The rest is thrown away for a moment first:
 * a client that is still sending reads the answer only when its connection is not reset.
 */
final class UnreadBody {
    private static final long LINGER_MS = 1000;

    private UnreadBody() {}

    /** On the event loop, before the answer is sent. */
    static void closeAfterAnswer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!context.response().headWritten()) {
            context.response().putHeader("Connection", "close");
        }
        context.addEndHandler(ended -> {
            if (request.isEnded()) {
                return;
            }
            long timer = context.vertx()
                    .setTimer(LINGER_MS, late -> request.connection().close());
            request.endHandler(end -> {
                context.vertx().cancelTimer(timer);
                request.connection().close();
            });
            request.handler(thrownAway -> {});
            request.resume();
        });
    }
}
