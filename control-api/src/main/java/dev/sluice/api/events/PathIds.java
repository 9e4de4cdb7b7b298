package dev.sluice.api.events;

import dev.sluice.api.http.ApiRequest;
import java.util.Optional;
import java.util.UUID;

/** The ids in paths of this part of the API. */
final class PathIds {
    private static final int UUID_LENGTH = 36;

    private PathIds() {}

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
}
