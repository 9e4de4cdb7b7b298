package dev.sluice.api.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** Ends requests that take too long with 503. On the event loop of the request. */
public final class RequestTimeout {
    private static final String KEY = "sluice.timeout";

    private RequestTimeout() {}

    /** A handler's work: passes the request on. */
    public static void begin(RoutingContext context, long timeoutMs) {
        Vertx vertx = context.vertx();
        long timer = vertx.setTimer(timeoutMs, late -> context.fail(503));
        context.put(KEY, timer);
        context.addEndHandler(ended -> vertx.cancelTimer(timer));
        context.next();
    }

    /** For a request whose parts have time-outs of their own. */
    static void lift(RoutingContext context) {
        Long timer = context.get(KEY);
        if (timer != null) {
            context.vertx().cancelTimer(timer);
        }
    }
}
