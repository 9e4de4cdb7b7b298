package dev.sluice.api.events;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Paths and queries of this part of the API. */
final class QueryReader {
    static final int DEFAULT_LIMIT = 20;
    static final int MAX_LIMIT = 100;
    static final int MAX_PAGE = 100_000;

    private static final int UUID_LENGTH = 36;
    private static final int MAX_DIGITS = 18;

    private QueryReader() {}

    /** Which page is asked for. */
    record Paging(int page, int limit) {
        static Paging of(ApiRequest request) {
            return new Paging((int) number(request, "page", 1, 1, MAX_PAGE), (int)
                    number(request, "limit", 1, DEFAULT_LIMIT, MAX_LIMIT));
        }

        JsonObject json(long total) {
            return new JsonObject()
                    .put("page", page)
                    .put("limit", limit)
                    .put("total", total)
                    .put("has_next", (long) page * limit < total);
        }
    }

    static UUID webhookId(ApiRequest request) {
        return id(request, "webhook_id").orElseThrow(WebhookJson::notFound);
    }

    static UUID deliveryId(ApiRequest request) {
        return id(request, "delivery_id").orElseThrow(DeliveryJson::notFound);
    }

    private static Optional<UUID> id(ApiRequest request, String name) {
        String text = request.pathParameters().get(name);
        if (text == null || text.length() != UUID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    static long number(ApiRequest request, String name, long min, long defaultValue, long max) {
        String text = request.query().get(name);
        if (text == null) {
            return defaultValue;
        }
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        if (value < min || value > max) {
            throw invalid(name, "Must be a whole number from " + min + " to " + max + ".");
        }
        return value;
    }

    /** A text parameter, null when absent. */
    static @Nullable String text(ApiRequest request, String name, int maxLength) {
        String text = request.query().get(name);
        if (text != null && (text.length() > maxLength || text.chars().anyMatch(Character::isISOControl))) {
            throw invalid(name, "Must have at most " + maxLength + " printable characters.");
        }
        return text;
    }

    static ApiException invalid(String parameter, String problem) {
        return ApiException.invalidRequest("A query parameter is not valid.", Map.of(parameter, problem));
    }
}
