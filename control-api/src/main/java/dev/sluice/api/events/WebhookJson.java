package dev.sluice.api.events;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.Timestamps;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.Webhooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An endpoint as the API shows it: without its secret. */
final class WebhookJson {
    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";

    private WebhookJson() {}

    static JsonObject of(Endpoint endpoint) {
        return new JsonObject()
                .put("id", endpoint.id().toString())
                .put("url", endpoint.url())
                .put("events", new JsonArray(endpoint.events()))
                .put("status", endpoint.enabled() ? ENABLED : DISABLED)
                .put("disabled_reason", endpoint.disabledReason())
                .put("failing_since", Timestamps.seconds(endpoint.failingSince()))
                .put("description", endpoint.description())
                .put("created_at", Timestamps.seconds(endpoint.createdAt()));
    }

    static ApiException notFound() {
        return ApiException.notFound("Webhook");
    }

    static ApiException tooMany() {
        return ApiException.conflict(
                "webhook_limit_reached",
                "There are " + Webhooks.MAX_ENDPOINTS_PER_TENANT + " webhooks already, more are not possible.");
    }

    static ApiException disabled() {
        return ApiException.conflict("webhook_disabled", "The webhook is disabled, nothing is sent to it.");
    }
}
