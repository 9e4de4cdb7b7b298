package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.Webhooks;
import java.time.InstantSource;
import java.util.UUID;

/** {@code POST /webhooks/{webhook_id}:test}: one {@code webhook.test} event, sent at once. */
final class TestWebhook implements ApiHandler {
    private static final int ACCEPTED = 202;

    private final Webhooks webhooks;
    private final InstantSource clock;

    TestWebhook(Webhooks webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        String tenant = request.principal().tenant();
        UUID id = PathIds.webhookId(request);
        return new ApiResponse(
                ACCEPTED,
                DeliveryJson.of(webhooks.test(tenant, id, clock.instant())
                        .orElseThrow(() -> webhooks.find(tenant, id).isPresent()
                                ? WebhookJson.disabled()
                                : WebhookJson.notFound())));
    }
}
