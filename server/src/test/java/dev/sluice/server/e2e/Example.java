package dev.sluice.server.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One example of the platform's document: a request and its answer.
 *
 * @param method empty where the example is no request
 * @param path below the API's base, with {@code {names}}
 * @param body JSON or a form; null for none
 * @param unlimited answers without rate limits
 * @param nullable fields of the answer that may be null
 */
record Example(
        String method,
        String path,
        @Nullable String body,
        String contentType,
        int status,
        boolean unlimited,
        Set<String> nullable,
        JsonObject answer) {

    /** @param section a file of the test resources {@code contract} */
    static Example of(String section, String name) throws IOException {
        try (InputStream in = Example.class.getResourceAsStream("/contract/" + section + ".json")) {
            if (in == null) {
                throw new IOException("no examples of " + section);
            }
            JsonObject all = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            JsonObject one = all.getJsonObject(name);
            if (one == null) {
                throw new IOException("no example \"" + name + "\" in " + section);
            }
            return of(one);
        }
    }

    private static Example of(JsonObject json) {
        String[] request = json.getString("request", " ").split(" ", 2);
        String form = json.getString("form");
        JsonObject body = json.getJsonObject("body");
        return new Example(
                request[0],
                request[1],
                body == null ? form : body.encode(),
                form == null ? "application/json" : "application/x-www-form-urlencoded",
                json.getInteger("status", 0),
                json.getBoolean("unlimited", false),
                json.getJsonArray("nullable", new JsonArray()).stream()
                        .map(Object::toString)
                        .collect(Collectors.toUnmodifiableSet()),
                json.getJsonObject("answer"));
    }

    /** The same with its {@code {names}} replaced. */
    Example with(Map<String, String> values) {
        return new Example(
                method,
                filled(path, values),
                body == null ? null : filled(body, values),
                contentType,
                status,
                unlimited,
                nullable,
                new JsonObject(filled(answer.encode(), values)));
    }

    private static String filled(String text, Map<String, String> values) {
        String result = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            result = result.replace("{" + value.getKey() + "}", value.getValue());
        }
        return result;
    }
}
