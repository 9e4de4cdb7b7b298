package dev.sluice.api.edge;

import dev.sluice.engine.live.StreamId;
import io.vertx.core.http.HttpServerRequest;

/** Learns of what the edge does. Called on event loops; must not block. */
public interface EdgeObserver {
    /** A client got a live file of a stream that this node carries. */
    void onViewer(StreamId id, HttpServerRequest request);

    /** A response was begun. {@code bodyBytes} is 0 for HEAD, 304 and errors without a body of the stream. */
    void onResponse(HttpServerRequest request, int status, long bodyBytes, long startNanos);
}
