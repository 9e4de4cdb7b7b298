package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.Webhooks;
import java.time.InstantSource;
import java.util.UUID;

/** {@code POST /webhooks/{webhook_id}/deliveries/{delivery_id}:redeliver}: the same event, with the same id, again. */
final class Redeliver implements ApiHandler {
    private static final int ACCEPTED = 202;

    private final Webhooks webhooks;
    private final InstantSource clock;

    Redeliver(Webhooks webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        String tenant = request.principal().tenant();
        UUID webhookId = PathIds.webhookId(request);
        UUID id = PathIds.deliveryId(request);
        Endpoint endpoint = webhooks.find(tenant, webhookId).orElseThrow(WebhookJson::notFound);
        if (!endpoint.enabled()) {
            throw WebhookJson.disabled();
        }
        return new ApiResponse(
                ACCEPTED,
                DeliveryJson.of(webhooks.redeliver(tenant, webhookId, id, clock.instant())
                        .orElseThrow(DeliveryJson::notFound)));
    }
}
