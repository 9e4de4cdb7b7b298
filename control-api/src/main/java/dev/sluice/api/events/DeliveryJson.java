package dev.sluice.api.events;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.Timestamps;
import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Delivery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A delivery as the API shows it. */
final class DeliveryJson {
    private DeliveryJson() {}

    static JsonObject of(Delivery delivery) {
        return new JsonObject()
                .put("id", delivery.id().toString())
                .put("webhook_id", delivery.endpointId().toString())
                .put("event_id", delivery.event().id())
                .put("event_type", delivery.event().type())
                .put("state", delivery.state().text())
                .put("attempt_count", delivery.attempts())
                .put("created_at", Timestamps.millis(delivery.createdAt()))
                .put("next_attempt_at", Timestamps.millis(delivery.nextAttemptAt()))
                .put("finished_at", Timestamps.millis(delivery.finishedAt()));
    }

    static JsonArray attempts(List<Attempt> attempts) {
        JsonArray list = new JsonArray();
        attempts.forEach(attempt -> list.add(new JsonObject()
                .put("number", attempt.number())
                .put("started_at", Timestamps.millis(attempt.startedAt()))
                .put("duration_ms", attempt.durationMs())
                .put("status_code", attempt.statusCode())
                .put("answer", attempt.answer())
                .put("error", attempt.error())));
        return list;
    }

    static ApiException notFound() {
        return ApiException.notFound("Delivery");
    }
}
