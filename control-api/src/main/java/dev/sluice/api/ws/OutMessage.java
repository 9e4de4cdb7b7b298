package dev.sluice.api.ws;

import io.vertx.core.json.JsonObject;

/**
 * A message to one or many sockets, written out once.
 *
 * @param chars about its size in memory
 * @param droppable true for what a slow reader can do without
 */
record OutMessage(String text, int chars, boolean droppable) {
    static OutMessage of(JsonObject json) {
        String text = json.encode();
        return new OutMessage(text, text.length(), /* droppable= */ false);
    }

    static OutMessage droppable(JsonObject json) {
        String text = json.encode();
        return new OutMessage(text, text.length(), /* droppable= */ true);
    }
}
