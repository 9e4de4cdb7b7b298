package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Paging;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.Page;
import dev.sluice.events.webhook.Webhooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code GET /webhooks?page&limit}, newest first. */
final class ListWebhooks implements ApiHandler {
    private final Webhooks webhooks;

    ListWebhooks(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Paging paging = Paging.of(request);
        Page<Endpoint> found = webhooks.list(request.principal().tenant(), paging.page(), paging.limit());
        JsonArray data = new JsonArray();
        found.items().forEach(endpoint -> data.add(WebhookJson.of(endpoint)));
        return ApiResponse.ok(new JsonObject().put("data", data).put("pagination", paging.json(found.total())));
    }
}
