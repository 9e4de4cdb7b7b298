package dev.sluice.storage.db;

import dev.sluice.events.EventTypes;
import dev.sluice.events.webhook.Endpoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** The events of webhook endpoints themselves. Each is written last in the transaction that causes it. */
final class WebhookEvents {
    private static final String OBJECT_TYPE = "webhook";

    private WebhookEvents() {}

    static void disabled(DSLContext tx, Endpoint endpoint, Instant now) {
        append(tx, EventTypes.WEBHOOK_DISABLED, endpoint, now);
    }

    /** Returns its sequence. */
    static long test(DSLContext tx, Endpoint endpoint, Instant now) {
        return append(tx, EventTypes.WEBHOOK_TEST, endpoint, now);
    }

    private static long append(DSLContext tx, String type, Endpoint endpoint, Instant now) {
        return EventRows.append(
                tx, endpoint.tenant(), type, OBJECT_TYPE, endpoint.id().toString(), json(endpoint), now);
    }

    private static Field<JSONB> json(Endpoint endpoint) {
        Instant failingSince = endpoint.failingSince();
        return DSL.jsonbObject(
                DSL.key("id").value(endpoint.id().toString()),
                DSL.key("type").value(OBJECT_TYPE),
                DSL.key("url").value(endpoint.url()),
                DSL.key("status").value(endpoint.enabled() ? WebhookRows.ENABLED : WebhookRows.DISABLED),
                DSL.key("disabled_reason").value(endpoint.disabledReason()),
                DSL.key("failing_since")
                        .value(
                                failingSince == null
                                        ? null
                                        : failingSince
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .toString()));
    }
}
