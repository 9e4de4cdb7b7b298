package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.Webhooks;

/** {@code GET /webhooks/{webhook_id}}. */
final class GetWebhook implements ApiHandler {
    private final Webhooks webhooks;

    GetWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok(WebhookJson.of(webhooks.find(request.principal().tenant(), PathIds.webhookId(request))
                .orElseThrow(WebhookJson::notFound)));
    }
}
