package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.events.webhook.WebhookSecrets;
import dev.sluice.events.webhook.Webhooks;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** {@code POST /webhooks/{webhook_id}/secret:rotate}: a new secret, which the old one accompanies for a day. */
final class RotateSecret implements ApiHandler {
    static final Duration OLD_SECRET_STAYS = Duration.ofHours(24);

    private final Webhooks webhooks;
    private final InstantSource clock;

    RotateSecret(Webhooks webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        UUID id = PathIds.webhookId(request);
        String secret = WebhookSecrets.generate();
        Instant until = clock.instant().plus(OLD_SECRET_STAYS);
        if (!webhooks.rotateSecret(request.principal().tenant(), id, secret, until)) {
            throw WebhookJson.notFound();
        }
        return ApiResponse.ok(new JsonObject()
                .put("id", id.toString())
                .put("secret", secret)
                .put("previous_secret_valid_until", Timestamps.seconds(until)));
    }
}
