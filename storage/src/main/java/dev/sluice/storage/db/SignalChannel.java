package dev.sluice.storage.db;

import dev.sluice.engine.port.NodeSignals;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** How signals look on PostgreSQL's NOTIFY: the sender, the topic and the text, with spaces between. */
final class SignalChannel {
    static final String NAME = "sluice_signals";
    private static final int PARTS = 3;

    private final String origin = UUID.randomUUID().toString().substring(0, 8);

    /** What came from elsewhere. */
    record Received(String topic, String text) {}

    /** Sends with the transaction's commit, at once without one. */
    void notify(DSLContext sql, String topic, String text) {
        String payload = origin + " " + topic + " " + text;
        if (payload.getBytes(StandardCharsets.UTF_8).length > NodeSignals.MAX_BYTES) {
            throw new IllegalArgumentException("a signal of more than " + NodeSignals.MAX_BYTES + " bytes");
        }
        sql.select(DSL.function("pg_notify", Object.class, DSL.val(NAME), DSL.val(payload)))
                .fetch();
    }

    /** Null for this node's own, and for what is no signal. */
    @Nullable
    Received read(String payload) {
        String[] parts = payload.split(" ", PARTS);
        return parts.length < PARTS || parts[0].equals(origin) ? null : new Received(parts[1], parts[2]);
    }
}
