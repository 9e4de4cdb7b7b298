package dev.sluice.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what clients can hold without asking for anything: a number of connections, and a time in which the first
 * request must have come. Safe for use by several event loops.
 */
final class ConnectionLimits {
    private static final long FIRST_REQUEST_MS = 15_000;

    private final Vertx vertx;
    private final int maxConnections;
    private final long firstRequestMs;
    private final Map<HttpConnection, Long> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimits(Vertx vertx, int maxConnections) {
        this(vertx, maxConnections, FIRST_REQUEST_MS);
    }

    ConnectionLimits(Vertx vertx, int maxConnections, long firstRequestMs) {
        this.vertx = vertx;
        this.maxConnections = maxConnections;
        this.firstRequestMs = firstRequestMs;
    }

    void onConnection(HttpConnection connection) {
        connection.closeHandler(closed -> {
            open.decrementAndGet();
            onRequest(connection);
        });
        if (open.incrementAndGet() > maxConnections) {
            connection.close();
            return;
        }
        waiting.put(connection, vertx.setTimer(firstRequestMs, late -> {
            if (waiting.remove(connection) != null) {
                connection.close();
            }
        }));
    }

    /** The connection has asked for something, or is gone. */
    void onRequest(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
