package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.EVENT;
import static dev.sluice.storage.db.generated.Tables.EVENT_COUNTER;
import static dev.sluice.storage.db.generated.Tables.EVENT_OBJECT;

import dev.sluice.events.Event;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of the outbox. */
final class EventRows {
    /** The channel on which every node that listens is told of new events. */
    static final String CHANNEL = "sluice_event";

    private static final String DELETED_SUFFIX = ".deleted";

    private EventRows() {}

    /**
     * Writes an event in the transaction that causes it. Call it last: from here to its end the transaction holds the
     * lock that makes the order of commits the order of events.
     *
     * @param tx of the transaction
     * @param object as the API shows it to its owner
     * @return the event's sequence
     */
    static long append(
            DSLContext tx,
            String tenant,
            String type,
            String objectType,
            String objectId,
            Field<JSONB> object,
            Instant createdAt) {
        long sequence = tx.update(EVENT_COUNTER)
                .set(EVENT_COUNTER.LAST_SEQUENCE, EVENT_COUNTER.LAST_SEQUENCE.plus(1))
                .returning(EVENT_COUNTER.LAST_SEQUENCE)
                .fetchSingle(EVENT_COUNTER.LAST_SEQUENCE);
        tx.insertInto(EVENT)
                .set(EVENT.SEQUENCE, sequence)
                .set(EVENT.ID, "evt_" + UUID.randomUUID().toString().replace("-", ""))
                .set(EVENT.TENANT, tenant)
                .set(EVENT.TYPE, type)
                .set(EVENT.OBJECT_TYPE, objectType)
                .set(EVENT.OBJECT_ID, objectId)
                .set(EVENT.OBJECT_SEQUENCE, nextOfObject(tx, tenant, type, objectType, objectId, createdAt))
                .set(EVENT.CREATED_AT, createdAt)
                .set(EVENT.OBJECT, object)
                .execute();
        tellListeners(tx);
        return sequence;
    }

    private static long nextOfObject(
            DSLContext tx, String tenant, String type, String objectType, String objectId, Instant createdAt) {
        boolean deleted = type.endsWith(DELETED_SUFFIX);
        return tx.insertInto(EVENT_OBJECT)
                .set(EVENT_OBJECT.TENANT, tenant)
                .set(EVENT_OBJECT.OBJECT_TYPE, objectType)
                .set(EVENT_OBJECT.OBJECT_ID, objectId)
                .set(EVENT_OBJECT.LAST_SEQUENCE, 1L)
                .set(EVENT_OBJECT.DELETED, deleted)
                .set(EVENT_OBJECT.LAST_EVENT_AT, createdAt)
                .onConflict(EVENT_OBJECT.TENANT, EVENT_OBJECT.OBJECT_TYPE, EVENT_OBJECT.OBJECT_ID)
                .doUpdate()
                .set(EVENT_OBJECT.LAST_SEQUENCE, EVENT_OBJECT.LAST_SEQUENCE.plus(1))
                .set(EVENT_OBJECT.DELETED, deleted)
                .set(EVENT_OBJECT.LAST_EVENT_AT, createdAt)
                .returning(EVENT_OBJECT.LAST_SEQUENCE)
                .fetchSingle(EVENT_OBJECT.LAST_SEQUENCE);
    }

    /** Wakes every {@link PostgresEventSignal} once the transaction is committed. */
    private static void tellListeners(DSLContext tx) {
        tx.select(DSL.function("pg_notify", Object.class, DSL.inline(CHANNEL), DSL.inline("")))
                .execute();
    }

    static Event toEvent(Record row) {
        return new Event(
                row.get(EVENT.SEQUENCE),
                row.get(EVENT.ID),
                row.get(EVENT.TENANT),
                row.get(EVENT.TYPE),
                row.get(EVENT.OBJECT_TYPE),
                row.get(EVENT.OBJECT_ID),
                row.get(EVENT.OBJECT_SEQUENCE),
                row.get(EVENT.CREATED_AT),
                row.get(EVENT.OBJECT).data());
    }
}
