package dev.sluice.api.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what a document refers to in the place of its references. */
final class References {
    private static final int MAX_DEPTH = 64;
    private static final String REFERENCE = "$ref";

    private final JsonObject root;

    private References(JsonObject root) {
        this.root = root;
    }

    /** @throws IllegalStateException when a reference leads nowhere, out of the document or in a circle */
    static JsonObject inlined(JsonObject document) {
        return new References(document).object(document, 0);
    }

    private JsonObject object(JsonObject node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalStateException("references in the document go in a circle");
        }
        String reference = node.getString(REFERENCE);
        if (reference != null) {
            return object(find(reference), depth + 1);
        }
        JsonObject whole = new JsonObject();
        for (Map.Entry<String, Object> entry : node) {
            whole.put(entry.getKey(), value(entry.getValue(), depth + 1));
        }
        return whole;
    }

    private @Nullable Object value(@Nullable Object value, int depth) {
        return switch (value) {
            case JsonObject object -> object(object, depth);
            case JsonArray array -> {
                JsonArray whole = new JsonArray();
                array.forEach(item -> whole.add(value(item, depth + 1)));
                yield whole;
            }
            case null, default -> value;
        };
    }

    private JsonObject find(String reference) {
        JsonObject node = reference.startsWith("#/") ? root : null;
        for (String step : reference.substring(Math.min(2, reference.length())).split("/")) {
            node = node == null ? null : node.getJsonObject(step);
        }
        if (node == null) {
            throw new IllegalStateException("the reference " + reference + " leads nowhere");
        }
        return node;
    }
}
