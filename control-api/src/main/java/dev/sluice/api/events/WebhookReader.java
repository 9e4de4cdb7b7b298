package dev.sluice.api.events;

import dev.sluice.api.http.ApiException;
import dev.sluice.events.EventTypes;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.TargetUrl;
import dev.sluice.events.webhook.WebhookSecrets;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Validates the fields of a webhook and names every one that is wrong. One use, one thread. */
final class WebhookReader {
    static final int MAX_EVENTS = 50;
    static final int MAX_DESCRIPTION_LENGTH = 500;

    private static final int MAX_REPORTED_FIELDS = 20;
    private static final int MAX_REPORTED_LENGTH = 64;

    private final JsonObject body;
    private final AddressGuard guard;
    private final Map<String, String> problems = new TreeMap<>();

    WebhookReader(JsonObject body, Set<String> fields, AddressGuard guard) {
        this.body = body;
        this.guard = guard;
        body.fieldNames().stream()
                .filter(name -> !fields.contains(name))
                .limit(MAX_REPORTED_FIELDS)
                .forEach(name -> problems.put(shorten(name), "Unknown field."));
    }

    /** Null when absent or wrong. */
    @Nullable
    String url() {
        String url = text("url");
        if (url == null) {
            return null;
        }
        TargetUrl.problem(url, guard).ifPresent(problem -> problems.put("url", problem));
        return url;
    }

    /** Null when absent or wrong; without duplicates. */
    @Nullable
    List<String> events() {
        Object value = body.getValue("events");
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonArray names) || names.isEmpty() || names.size() > MAX_EVENTS) {
            problems.put("events", "Must be a list of 1 to " + MAX_EVENTS + " names.");
            return null;
        }
        Set<String> patterns = new LinkedHashSet<>();
        for (Object name : names) {
            if (!(name instanceof String pattern) || !EventTypes.isPattern(pattern)) {
                problems.put("events", "There is no event " + shorten(String.valueOf(name)) + ".");
                return null;
            }
            patterns.add(pattern);
        }
        return List.copyOf(patterns);
    }

    /** A made one when absent. */
    String secret() {
        String secret = text("secret");
        if (secret == null) {
            return WebhookSecrets.generate();
        }
        if (!WebhookSecrets.isUsable(secret)) {
            problems.put(
                    "secret",
                    "Must be " + WebhookSecrets.PREFIX + " and " + WebhookSecrets.MIN_CHARACTERS + " to "
                            + WebhookSecrets.MAX_CHARACTERS
                            + " visible ASCII characters, best the Base64 of 24 to 64 random bytes.");
        }
        return secret;
    }

    /** Null when absent; empty when it is null in the body. */
    @Nullable
    String description() {
        if (!body.containsKey("description")) {
            return null;
        }
        String description = text("description");
        if (description == null) {
            return "";
        }
        boolean tooLong = description.codePointCount(0, description.length()) > MAX_DESCRIPTION_LENGTH;
        if (tooLong || description.codePoints().anyMatch(WebhookReader::unprintable)) {
            problems.put("description", "Must have at most " + MAX_DESCRIPTION_LENGTH + " printable characters.");
        }
        return description;
    }

    /** Null when absent or wrong. */
    @Nullable
    Boolean enabled() {
        String status = text("status");
        if (status == null) {
            return null;
        }
        if (!status.equals(WebhookJson.ENABLED) && !status.equals(WebhookJson.DISABLED)) {
            problems.put("status", "Must be enabled or disabled.");
            return null;
        }
        return status.equals(WebhookJson.ENABLED);
    }

    void require(String field, @Nullable Object value) {
        if (value == null) {
            problems.putIfAbsent(field, "Required.");
        }
    }

    /** @throws ApiException 422 with every problem by field */
    void check() {
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
    }

    private @Nullable String text(String field) {
        Object value = body.getValue(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problems.put(field, "Must be a string.");
        return null;
    }

    private static boolean unprintable(int codePoint) {
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return loneSurrogate || Character.isISOControl(codePoint);
    }

    /** What a client sent, fit to be sent back. */
    private static String shorten(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(MAX_REPORTED_LENGTH).forEach(c -> shown.appendCodePoint(unprintable(c) ? '?' : c));
        return text.codePointCount(0, text.length()) > MAX_REPORTED_LENGTH ? shown + "…" : shown.toString();
    }
}
