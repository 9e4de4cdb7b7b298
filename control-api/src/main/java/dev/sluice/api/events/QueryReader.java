package dev.sluice.api.events;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Paths and queries of this part of the API. */
final class QueryReader {
    private static final int UUID_LENGTH = 36;

    private QueryReader() {}

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
