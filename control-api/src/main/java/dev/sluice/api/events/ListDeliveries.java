package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Paging;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Page;
import dev.sluice.events.webhook.Webhooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code GET /webhooks/{webhook_id}/deliveries?state&page&limit}, newest first. */
final class ListDeliveries implements ApiHandler {
    private final Webhooks webhooks;

    ListDeliveries(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        String tenant = request.principal().tenant();
        UUID id = PathIds.webhookId(request);
        DeliveryState state = state(request.parameters().getString("state"));
        Paging paging = Paging.of(request);
        if (webhooks.find(tenant, id).isEmpty()) {
            throw WebhookJson.notFound();
        }
        Page<Delivery> found = webhooks.deliveries(tenant, id, state, paging.page(), paging.limit());
        JsonArray data = new JsonArray();
        found.items().forEach(delivery -> data.add(DeliveryJson.of(delivery)));
        return ApiResponse.ok(new JsonObject().put("data", data).put("pagination", paging.json(found.total())));
    }

    private static @Nullable DeliveryState state(@Nullable String text) {
        return text == null ? null : DeliveryState.of(text).orElseThrow();
    }
}
