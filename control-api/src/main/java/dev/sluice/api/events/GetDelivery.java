package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.WebhookPayload;
import dev.sluice.events.webhook.Webhooks;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** {@code GET /webhooks/{webhook_id}/deliveries/{delivery_id}}: with what is sent, and every attempt. */
final class GetDelivery implements ApiHandler {
    private final Webhooks webhooks;

    GetDelivery(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        String tenant = request.principal().tenant();
        UUID webhookId = PathIds.webhookId(request);
        UUID id = PathIds.deliveryId(request);
        Endpoint endpoint = webhooks.find(tenant, webhookId).orElseThrow(WebhookJson::notFound);
        Delivery delivery = webhooks.delivery(tenant, webhookId, id).orElseThrow(DeliveryJson::notFound);
        return ApiResponse.ok(DeliveryJson.of(delivery)
                .put(
                        "request",
                        new JsonObject()
                                .put("method", "POST")
                                .put("url", endpoint.url())
                                .put("body", WebhookPayload.text(delivery.event())))
                .put("attempts", DeliveryJson.attempts(webhooks.attempts(tenant, id))));
    }
}
