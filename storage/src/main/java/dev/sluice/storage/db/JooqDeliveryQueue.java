package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.EVENT;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ATTEMPT;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_CURSOR;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_DELIVERY;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ENDPOINT;

import dev.sluice.events.EventTypes;
import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.DeliveryQueue;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The endpoints' queues in the tables {@code webhook_delivery} and {@code webhook_endpoint}. */
final class JooqDeliveryQueue implements DeliveryQueue {
    private final DSLContext sql;

    JooqDeliveryQueue(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public void releaseAll(String nodeId) {
        Statements.run("give back webhooks", () -> sql.update(WEBHOOK_ENDPOINT)
                .setNull(WEBHOOK_ENDPOINT.LEASE_NODE)
                .setNull(WEBHOOK_ENDPOINT.LEASE_TOKEN)
                .setNull(WEBHOOK_ENDPOINT.LEASE_UNTIL)
                .where(WEBHOOK_ENDPOINT.LEASE_NODE.eq(nodeId))
                .execute());
    }

    @Override
    public int fanOut(int maxEvents, Instant now) {
        return Statements.run(
                "make deliveries of events",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    Long cursor = tx.selectFrom(WEBHOOK_CURSOR)
                            .forUpdate()
                            .skipLocked()
                            .fetchOne(WEBHOOK_CURSOR.LAST_SEQUENCE);
                    if (cursor == null) {
                        return 0;
                    }
                    List<Long> sequences = tx.select(EVENT.SEQUENCE)
                            .from(EVENT)
                            .where(EVENT.SEQUENCE.gt(cursor))
                            .orderBy(EVENT.SEQUENCE)
                            .limit(maxEvents)
                            .fetch(EVENT.SEQUENCE);
                    if (!sequences.isEmpty()) {
                        insertDeliveries(tx, cursor, sequences.getLast(), now);
                        tx.update(WEBHOOK_CURSOR)
                                .set(WEBHOOK_CURSOR.LAST_SEQUENCE, sequences.getLast())
                                .execute();
                    }
                    return sequences.size();
                }));
    }

    private static void insertDeliveries(DSLContext tx, long after, long last, Instant now) {
        Field<String> group = DSL.concat(DSL.splitPart(EVENT.TYPE, ".", 1), DSL.inline(".*"));
        Condition wanted =
                DSL.arrayOverlap(WEBHOOK_ENDPOINT.EVENTS, DSL.array(DSL.inline(EventTypes.ALL), EVENT.TYPE, group));
        tx.insertInto(
                        WEBHOOK_DELIVERY,
                        WEBHOOK_DELIVERY.ID,
                        WEBHOOK_DELIVERY.TENANT,
                        WEBHOOK_DELIVERY.ENDPOINT_ID,
                        WEBHOOK_DELIVERY.EVENT_SEQUENCE,
                        WEBHOOK_DELIVERY.STATE,
                        WEBHOOK_DELIVERY.MANUAL,
                        WEBHOOK_DELIVERY.CREATED_AT,
                        WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT)
                .select(tx.select(
                                DSL.uuid(),
                                EVENT.TENANT,
                                WEBHOOK_ENDPOINT.ID,
                                EVENT.SEQUENCE,
                                DSL.inline(WebhookRows.PENDING),
                                DSL.inline(false),
                                DSL.val(now, WEBHOOK_DELIVERY.CREATED_AT),
                                DSL.val(now, WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT))
                        .from(EVENT)
                        .join(WEBHOOK_ENDPOINT)
                        .on(WEBHOOK_ENDPOINT.TENANT.eq(EVENT.TENANT))
                        .where(
                                EVENT.SEQUENCE.gt(after),
                                EVENT.SEQUENCE.le(last),
                                EVENT.SEQUENCE.gt(WEBHOOK_ENDPOINT.AFTER_SEQUENCE),
                                EVENT.TYPE.ne(EventTypes.WEBHOOK_TEST),
                                WEBHOOK_ENDPOINT.STATUS.eq(WebhookRows.ENABLED),
                                wanted))
                .onConflictDoNothing()
                .execute();
    }

    @Override
    public List<Claim> claim(String nodeId, Instant now, Instant leaseUntil, int limit) {
        Condition free = WEBHOOK_ENDPOINT.LEASE_UNTIL.isNull().or(WEBHOOK_ENDPOINT.LEASE_UNTIL.le(now));
        Condition notHeld = WEBHOOK_ENDPOINT.HELD_UNTIL.isNull().or(WEBHOOK_ENDPOINT.HELD_UNTIL.le(now));
        return Statements.run("claim webhooks", () -> {
            var due = sql.select(WEBHOOK_ENDPOINT.ID)
                    .from(WEBHOOK_ENDPOINT)
                    .where(
                            WEBHOOK_ENDPOINT.STATUS.eq(WebhookRows.ENABLED),
                            free,
                            DSL.exists(sql.selectOne()
                                    .from(WEBHOOK_DELIVERY)
                                    .where(
                                            WEBHOOK_DELIVERY.ENDPOINT_ID.eq(WEBHOOK_ENDPOINT.ID),
                                            WEBHOOK_DELIVERY.STATE.eq(DSL.inline(WebhookRows.PENDING)),
                                            DSL.condition(WEBHOOK_DELIVERY.MANUAL)
                                                    .or(notHeld))))
                    .orderBy(WEBHOOK_ENDPOINT.HELD_UNTIL.asc().nullsFirst())
                    .limit(limit)
                    .forNoKeyUpdate()
                    .skipLocked();
            return sql.update(WEBHOOK_ENDPOINT)
                    .set(WEBHOOK_ENDPOINT.LEASE_NODE, nodeId)
                    .set(WEBHOOK_ENDPOINT.LEASE_TOKEN, DSL.uuid())
                    .set(WEBHOOK_ENDPOINT.LEASE_UNTIL, leaseUntil)
                    .where(WEBHOOK_ENDPOINT.ID.in(due))
                    .returning(WEBHOOK_ENDPOINT.ID, WEBHOOK_ENDPOINT.LEASE_TOKEN)
                    .fetch(row -> new Claim(row.get(WEBHOOK_ENDPOINT.ID), row.get(WEBHOOK_ENDPOINT.LEASE_TOKEN)));
        });
    }

    @Override
    public Optional<Due> next(Claim claim, Instant now, Instant leaseUntil) {
        return Statements.run("find the next delivery", () -> {
            Record endpoint = sql.update(WEBHOOK_ENDPOINT)
                    .set(WEBHOOK_ENDPOINT.LEASE_UNTIL, leaseUntil)
                    .where(held(claim), WEBHOOK_ENDPOINT.STATUS.eq(WebhookRows.ENABLED))
                    .returning()
                    .fetchOne();
            if (endpoint == null) {
                return Optional.empty();
            }
            Instant heldUntil = endpoint.get(WEBHOOK_ENDPOINT.HELD_UNTIL);
            boolean inTurn = heldUntil == null || !heldUntil.isAfter(now);
            return sql.select()
                    .from(WEBHOOK_DELIVERY)
                    .join(EVENT)
                    .on(EVENT.SEQUENCE.eq(WEBHOOK_DELIVERY.EVENT_SEQUENCE))
                    .where(
                            WEBHOOK_DELIVERY.ENDPOINT_ID.eq(claim.endpointId()),
                            WEBHOOK_DELIVERY.STATE.eq(DSL.inline(WebhookRows.PENDING)),
                            inTurn ? DSL.noCondition() : DSL.condition(WEBHOOK_DELIVERY.MANUAL))
                    .orderBy(WEBHOOK_DELIVERY.MANUAL.desc(), WEBHOOK_DELIVERY.EVENT_SEQUENCE)
                    .limit(1)
                    .fetchOptional(row -> due(endpoint, row, now));
        });
    }

    private static Due due(Record endpoint, Record row, Instant now) {
        Instant previousUntil = endpoint.get(WEBHOOK_ENDPOINT.PREVIOUS_SECRET_UNTIL);
        boolean rotating = previousUntil != null && previousUntil.isAfter(now);
        return new Due(
                row.get(WEBHOOK_DELIVERY.ID),
                endpoint.get(WEBHOOK_ENDPOINT.ID),
                endpoint.get(WEBHOOK_ENDPOINT.URL),
                endpoint.get(WEBHOOK_ENDPOINT.SECRET),
                rotating ? endpoint.get(WEBHOOK_ENDPOINT.PREVIOUS_SECRET) : null,
                EventRows.toEvent(row),
                row.get(WEBHOOK_DELIVERY.MANUAL),
                row.get(WEBHOOK_DELIVERY.ATTEMPTS),
                row.get(WEBHOOK_DELIVERY.FIRST_ATTEMPT_AT));
    }

    @Override
    public boolean record(Claim claim, Due due, Outcome outcome, Instant now) {
        return Statements.run(
                "write down an attempt",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    boolean holds = tx.fetchExists(
                            tx.selectFrom(WEBHOOK_ENDPOINT).where(held(claim)).forNoKeyUpdate());
                    if (!holds || !finish(tx, due, outcome, now)) {
                        return false;
                    }
                    insertAttempt(tx, due.deliveryId(), outcome.attempt());
                    Endpoint endpoint = updateEndpoint(tx, claim, due, outcome, now);
                    if (outcome.disableReason() != null) {
                        WebhookEvents.disabled(tx, endpoint, now);
                    }
                    return true;
                }));
    }

    private static boolean finish(DSLContext tx, Due due, Outcome outcome, Instant now) {
        Attempt attempt = outcome.attempt();
        Instant next = outcome.nextAttemptAt();
        DeliveryState ended = attempt.succeeded() ? DeliveryState.SUCCEEDED : DeliveryState.FAILED;
        int updated = tx.update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.STATE, (next == null ? ended : DeliveryState.PENDING).text())
                .set(WEBHOOK_DELIVERY.ATTEMPTS, attempt.number())
                .set(
                        WEBHOOK_DELIVERY.FIRST_ATTEMPT_AT,
                        DSL.coalesce(WEBHOOK_DELIVERY.FIRST_ATTEMPT_AT, DSL.val(attempt.startedAt())))
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, next)
                .set(WEBHOOK_DELIVERY.FINISHED_AT, next == null ? now : null)
                .where(
                        WEBHOOK_DELIVERY.ID.eq(due.deliveryId()),
                        WEBHOOK_DELIVERY.STATE.eq(WebhookRows.PENDING),
                        WEBHOOK_DELIVERY.ATTEMPTS.eq(due.attempts()))
                .execute();
        return updated == 1;
    }

    private static void insertAttempt(DSLContext tx, UUID deliveryId, Attempt attempt) {
        tx.insertInto(WEBHOOK_ATTEMPT)
                .set(WEBHOOK_ATTEMPT.DELIVERY_ID, deliveryId)
                .set(WEBHOOK_ATTEMPT.NUMBER, attempt.number())
                .set(WEBHOOK_ATTEMPT.STARTED_AT, attempt.startedAt())
                .set(WEBHOOK_ATTEMPT.DURATION_MS, attempt.durationMs())
                .set(WEBHOOK_ATTEMPT.STATUS_CODE, attempt.statusCode())
                .set(WEBHOOK_ATTEMPT.ANSWER, attempt.answer())
                .set(WEBHOOK_ATTEMPT.ERROR, attempt.error())
                .execute();
    }

    private static Endpoint updateEndpoint(DSLContext tx, Claim claim, Due due, Outcome outcome, Instant now) {
        boolean succeeded = outcome.attempt().succeeded();
        Field<@Nullable Instant> failing = succeeded
                ? DSL.castNull(WEBHOOK_ENDPOINT.FAILING_SINCE)
                : due.manual()
                        ? WEBHOOK_ENDPOINT.FAILING_SINCE
                        : DSL.coalesce(WEBHOOK_ENDPOINT.FAILING_SINCE, DSL.val(now));
        Field<@Nullable Instant> held = due.manual()
                ? WEBHOOK_ENDPOINT.HELD_UNTIL
                : DSL.val(outcome.nextAttemptAt(), WEBHOOK_ENDPOINT.HELD_UNTIL);
        var update = tx.update(WEBHOOK_ENDPOINT)
                .set(WEBHOOK_ENDPOINT.FAILING_SINCE, failing)
                .set(WEBHOOK_ENDPOINT.HELD_UNTIL, held);
        if (outcome.disableReason() != null) {
            update = update.set(WEBHOOK_ENDPOINT.STATUS, WebhookRows.DISABLED)
                    .set(WEBHOOK_ENDPOINT.DISABLED_REASON, outcome.disableReason());
        }
        return update.where(WEBHOOK_ENDPOINT.ID.eq(claim.endpointId()))
                .returning()
                .fetchSingle(WebhookRows::toEndpoint);
    }

    @Override
    public void release(Claim claim) {
        Statements.run("give a webhook back", () -> sql.update(WEBHOOK_ENDPOINT)
                .setNull(WEBHOOK_ENDPOINT.LEASE_NODE)
                .setNull(WEBHOOK_ENDPOINT.LEASE_TOKEN)
                .setNull(WEBHOOK_ENDPOINT.LEASE_UNTIL)
                .where(held(claim))
                .execute());
    }

    @Override
    public Backlog backlog() {
        return Statements.run(
                "count waiting deliveries", () -> sql.select(DSL.count(), DSL.min(WEBHOOK_DELIVERY.CREATED_AT))
                        .from(WEBHOOK_DELIVERY)
                        .join(WEBHOOK_ENDPOINT)
                        .on(WEBHOOK_ENDPOINT.ID.eq(WEBHOOK_DELIVERY.ENDPOINT_ID))
                        .where(
                                WEBHOOK_DELIVERY.STATE.eq(DSL.inline(WebhookRows.PENDING)),
                                WEBHOOK_ENDPOINT.STATUS.eq(WebhookRows.ENABLED))
                        .fetchSingle(row -> new Backlog(row.value1(), row.value2())));
    }

    private static Condition held(Claim claim) {
        return WEBHOOK_ENDPOINT.ID.eq(claim.endpointId()).and(WEBHOOK_ENDPOINT.LEASE_TOKEN.eq(claim.token()));
    }
}
