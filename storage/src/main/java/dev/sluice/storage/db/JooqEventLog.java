package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.EVENT;
import static dev.sluice.storage.db.generated.Tables.EVENT_COUNTER;
import static dev.sluice.storage.db.generated.Tables.EVENT_OBJECT;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_CURSOR;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_DELIVERY;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ENDPOINT;

import dev.sluice.events.Event;
import dev.sluice.events.EventHistory;
import dev.sluice.events.EventLog;
import dev.sluice.events.EventRetention;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The outbox as its readers see it. */
final class JooqEventLog implements EventLog, EventHistory, EventRetention {
    private static final int MAX_EVENTS = 1000;

    private final DSLContext sql;

    JooqEventLog(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public List<Event> after(String tenant, long sequence, int limit) {
        return select(EVENT.TENANT.eq(tenant), sequence, limit);
    }

    @Override
    public List<Event> afterOfAll(long sequence, int limit) {
        return select(DSL.noCondition(), sequence, limit);
    }

    @Override
    public List<Event> find(String tenant, long since, @Nullable String type, @Nullable String objectId, int limit) {
        Condition wanted = EVENT.TENANT.eq(tenant);
        if (type != null) {
            wanted = wanted.and(EVENT.TYPE.eq(type));
        }
        if (objectId != null) {
            wanted = wanted.and(EVENT.OBJECT_ID.eq(objectId));
        }
        return select(wanted, since, limit);
    }

    private List<Event> select(Condition wanted, long sequence, int limit) {
        if (limit < 1 || limit > MAX_EVENTS) {
            throw new IllegalArgumentException(limit + " events");
        }
        return Statements.run("read events", () -> sql.selectFrom(EVENT)
                .where(wanted, EVENT.SEQUENCE.gt(sequence))
                .orderBy(EVENT.SEQUENCE)
                .limit(limit)
                .fetch(EventRows::toEvent));
    }

    @Override
    public long newest() {
        return Statements.run(
                "find the newest event", () -> sql.selectFrom(EVENT_COUNTER).fetchSingle(EVENT_COUNTER.LAST_SEQUENCE));
    }

    @Override
    public OptionalLong oldest() {
        Long oldest = Statements.run("find the oldest event", () -> sql.select(DSL.min(EVENT.SEQUENCE))
                .from(EVENT)
                .fetchSingle()
                .value1());
        return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    @Override
    public int deleteBefore(Instant cutoff, int limit) {
        return Statements.run(
                "delete old events",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    Long end = endOfDeletion(tx, cutoff, limit);
                    if (end == null) {
                        return 0;
                    }
                    int deleted =
                            tx.deleteFrom(EVENT).where(EVENT.SEQUENCE.le(end)).execute();
                    tx.deleteFrom(EVENT_OBJECT)
                            .where(EVENT_OBJECT.DELETED.isTrue(), EVENT_OBJECT.LAST_EVENT_AT.lt(cutoff))
                            .execute();
                    return deleted;
                }));
    }

    /** The last of the oldest events, without a younger or still needed one between them; null when there is none. */
    private static @Nullable Long endOfDeletion(DSLContext tx, Instant cutoff, int limit) {
        Condition needed = EVENT.CREATED_AT
                .ge(cutoff)
                .or(EVENT.SEQUENCE.gt(tx.select(WEBHOOK_CURSOR.LAST_SEQUENCE).from(WEBHOOK_CURSOR)))
                .or(DSL.exists(tx.selectOne()
                        .from(WEBHOOK_DELIVERY)
                        .join(WEBHOOK_ENDPOINT)
                        .on(WEBHOOK_ENDPOINT.ID.eq(WEBHOOK_DELIVERY.ENDPOINT_ID))
                        .where(
                                WEBHOOK_DELIVERY.EVENT_SEQUENCE.eq(EVENT.SEQUENCE),
                                WEBHOOK_DELIVERY.STATE.eq(WebhookRows.PENDING),
                                WEBHOOK_ENDPOINT.STATUS.eq(WebhookRows.ENABLED))));
        List<Long> oldest = tx.select(EVENT.SEQUENCE)
                .from(EVENT)
                .orderBy(EVENT.SEQUENCE)
                .limit(limit)
                .fetch(EVENT.SEQUENCE);
        if (oldest.isEmpty()) {
            return null;
        }
        Long firstNeeded = tx.select(DSL.min(EVENT.SEQUENCE))
                .from(EVENT)
                .where(EVENT.SEQUENCE.le(oldest.getLast()), needed)
                .fetchSingle()
                .value1();
        if (firstNeeded == null) {
            return oldest.getLast();
        }
        return firstNeeded.equals(oldest.getFirst()) ? null : firstNeeded - 1;
    }
}
