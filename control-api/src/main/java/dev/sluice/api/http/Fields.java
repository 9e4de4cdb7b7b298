package dev.sluice.api.http;

import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body that is as its schema wants it, and what is wrong with them beyond that. One use, one thread.
 */
public final class Fields {
    private static final int MAX_METADATA_LENGTH = 16 * 1024;

    private final JsonObject body;
    private final Map<String, String> problems = new TreeMap<>();

    private Fields(JsonObject body) {
        this.body = body;
    }

    public static Fields of(ApiRequest request) {
        return new Fields(request.fields());
    }

    /** Whether it was sent, be it as null. */
    public boolean has(String name) {
        return body.containsKey(name);
    }

    /** Null when absent or null. */
    public @Nullable String text(String name) {
        return body.getString(name);
    }

    /** Of a field that the schema requires. */
    public String required(String name) {
        String text = body.getString(name);
        if (text == null) {
            throw new IllegalStateException("the schema does not require " + name);
        }
        return text;
    }

    /** Null when absent or null. */
    public @Nullable Boolean flag(String name) {
        return body.getBoolean(name);
    }

    public int number(String name, int defaultValue) {
        Integer number = body.getInteger(name);
        return number == null ? defaultValue : number;
    }

    /** Null when absent or null. */
    public @Nullable JsonObject object(String name) {
        return body.getJsonObject(name);
    }

    /** A list of texts, null when absent or null. */
    public @Nullable List<String> texts(String name) {
        JsonArray array = body.getJsonArray(name);
        return array == null ? null : array.stream().map(Object::toString).toList();
    }

    /** Public when absent or null. */
    public Visibility visibility() {
        String text = body.getString("visibility");
        return text == null ? Visibility.PUBLIC : Visibility.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The platform's own of a stream or a video, encoded; an empty object when absent or null. */
    public String metadata() {
        JsonObject metadata = body.getJsonObject("metadata");
        String text = metadata == null ? "{}" : metadata.encode();
        if (text.length() > MAX_METADATA_LENGTH) {
            problem("metadata", "Must have at most " + MAX_METADATA_LENGTH + " characters of JSON.");
        } else if (text.contains("\\u0000")) {
            problem("metadata", "Must not contain the character U+0000.");
        }
        return text;
    }

    public void problem(String field, String message) {
        problems.putIfAbsent(field, message);
    }

    /** @throws ApiException 422 with every problem by field */
    public void check() {
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
    }
}
