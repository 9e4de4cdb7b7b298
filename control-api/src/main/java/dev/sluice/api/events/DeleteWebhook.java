package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.Webhooks;

/** {@code DELETE /webhooks/{webhook_id}}. */
final class DeleteWebhook implements ApiHandler {
    private final Webhooks webhooks;

    DeleteWebhook(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        if (!webhooks.delete(request.principal().tenant(), PathIds.webhookId(request))) {
            throw WebhookJson.notFound();
        }
        return ApiResponse.noContent();
    }
}
