package dev.sluice.api.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** Where the bytes of a file for players come from. */
sealed interface EdgeBody permits FilmBody, MemoryBody, StoreBody {
    /**
     * Writes a part of the file and ends the response. Called once, on the response's event loop, after the head was
     * set. Holds little memory however slowly the client reads.
     *
     * @return completes when the response has been handed to the network; fails when it could not be finished, in which
     *     case the connection must be closed
     */
    Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes);
}
