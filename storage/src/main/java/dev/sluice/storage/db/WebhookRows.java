package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ATTEMPT;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_DELIVERY;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ENDPOINT;

import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Endpoint;
import java.util.List;
import org.jooq.Record;

/** Rows of the webhooks' tables as the ports' records. */
final class WebhookRows {
    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";
    static final String PENDING = DeliveryState.PENDING.text();

    private WebhookRows() {}

    static Endpoint toEndpoint(Record row) {
        return new Endpoint(
                row.get(WEBHOOK_ENDPOINT.ID),
                row.get(WEBHOOK_ENDPOINT.TENANT),
                row.get(WEBHOOK_ENDPOINT.URL),
                List.of(row.get(WEBHOOK_ENDPOINT.EVENTS)),
                row.get(WEBHOOK_ENDPOINT.STATUS).equals(ENABLED),
                row.get(WEBHOOK_ENDPOINT.DISABLED_REASON),
                row.get(WEBHOOK_ENDPOINT.FAILING_SINCE),
                row.get(WEBHOOK_ENDPOINT.DESCRIPTION),
                row.get(WEBHOOK_ENDPOINT.CREATED_AT));
    }

    /** Of a delivery joined with its event. */
    static Delivery toDelivery(Record row) {
        return new Delivery(
                row.get(WEBHOOK_DELIVERY.ID),
                row.get(WEBHOOK_DELIVERY.ENDPOINT_ID),
                EventRows.toEvent(row),
                DeliveryState.of(row.get(WEBHOOK_DELIVERY.STATE)).orElseThrow(),
                row.get(WEBHOOK_DELIVERY.ATTEMPTS),
                row.get(WEBHOOK_DELIVERY.CREATED_AT),
                row.get(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT),
                row.get(WEBHOOK_DELIVERY.FINISHED_AT));
    }

    static Attempt toAttempt(Record row) {
        return new Attempt(
                row.get(WEBHOOK_ATTEMPT.NUMBER),
                row.get(WEBHOOK_ATTEMPT.STARTED_AT),
                row.get(WEBHOOK_ATTEMPT.DURATION_MS),
                row.get(WEBHOOK_ATTEMPT.STATUS_CODE),
                row.get(WEBHOOK_ATTEMPT.ANSWER),
                row.get(WEBHOOK_ATTEMPT.ERROR));
    }
}
