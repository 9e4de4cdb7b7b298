package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.EVENT;
import static dev.sluice.storage.db.generated.Tables.EVENT_COUNTER;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ATTEMPT;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_DELIVERY;
import static dev.sluice.storage.db.generated.Tables.WEBHOOK_ENDPOINT;

import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.EndpointChange;
import dev.sluice.events.webhook.NewEndpoint;
import dev.sluice.events.webhook.Page;
import dev.sluice.events.webhook.Webhooks;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Endpoints and the log of their deliveries. */
final class JooqWebhooks implements Webhooks {
    private static final int MAX_PAGE_ROWS = 100;
    /** One delivery's attempts that are shown: a day's, and as many by hand again. */
    private static final int MAX_ATTEMPTS = 100;

    private final DSLContext sql;

    JooqWebhooks(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Endpoint> create(NewEndpoint endpoint) {
        return Statements.run(
                "create a webhook",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    // Of those who create at the same time for one tenant, each sees the one before.
                    tx.select(DSL.function(
                                    "pg_advisory_xact_lock",
                                    Object.class,
                                    DSL.function(
                                            "hashtextextended",
                                            Long.class,
                                            DSL.val(endpoint.tenant()),
                                            DSL.inline(1L))))
                            .execute();
                    if (tx.fetchCount(WEBHOOK_ENDPOINT, WEBHOOK_ENDPOINT.TENANT.eq(endpoint.tenant()))
                            >= MAX_ENDPOINTS_PER_TENANT) {
                        return Optional.empty();
                    }
                    return Optional.of(insert(tx, endpoint));
                }));
    }

    private static Endpoint insert(DSLContext tx, NewEndpoint endpoint) {
        return tx.insertInto(WEBHOOK_ENDPOINT)
                .set(WEBHOOK_ENDPOINT.ID, endpoint.id())
                .set(WEBHOOK_ENDPOINT.TENANT, endpoint.tenant())
                .set(WEBHOOK_ENDPOINT.URL, endpoint.url())
                .set(WEBHOOK_ENDPOINT.EVENTS, endpoint.events().toArray(String[]::new))
                .set(WEBHOOK_ENDPOINT.SECRET, endpoint.secret())
                .set(WEBHOOK_ENDPOINT.STATUS, WebhookRows.ENABLED)
                .set(WEBHOOK_ENDPOINT.DESCRIPTION, endpoint.description())
                .set(WEBHOOK_ENDPOINT.CREATED_AT, endpoint.createdAt())
                .set(WEBHOOK_ENDPOINT.AFTER_SEQUENCE, newestSequence(tx))
                .returning()
                .fetchSingle(WebhookRows::toEndpoint);
    }

    private static Field<Long> newestSequence(DSLContext tx) {
        return DSL.field(tx.select(EVENT_COUNTER.LAST_SEQUENCE).from(EVENT_COUNTER));
    }

    @Override
    public Page<Endpoint> list(String tenant, int page, int limit) {
        Condition own = WEBHOOK_ENDPOINT.TENANT.eq(tenant);
        return Statements.run(
                "list webhooks",
                () -> new Page<>(
                        sql.selectFrom(WEBHOOK_ENDPOINT)
                                .where(own)
                                .orderBy(WEBHOOK_ENDPOINT.CREATED_AT.desc(), WEBHOOK_ENDPOINT.ID.desc())
                                .limit(rows(limit))
                                .offset(offset(page, limit))
                                .fetch(WebhookRows::toEndpoint),
                        sql.fetchCount(WEBHOOK_ENDPOINT, own)));
    }

    @Override
    public Optional<Endpoint> find(String tenant, UUID id) {
        return Statements.run(
                "find a webhook",
                () -> sql.selectFrom(WEBHOOK_ENDPOINT).where(own(tenant, id)).fetchOptional(WebhookRows::toEndpoint));
    }

    @Override
    public Optional<Endpoint> change(String tenant, UUID id, EndpointChange change, Instant now) {
        return Statements.run(
                "change a webhook",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    Optional<Endpoint> before = lock(tx, tenant, id);
                    if (before.isEmpty()) {
                        return Optional.<Endpoint>empty();
                    }
                    Map<Field<?>, @Nullable Object> values = values(change);
                    if (change.enabled() != null
                            && change.enabled() != before.get().enabled()) {
                        values.putAll(change.enabled() ? enable(tx, id, now) : disable());
                    }
                    if (values.isEmpty()) {
                        return before;
                    }
                    return tx.update(WEBHOOK_ENDPOINT)
                            .set(values)
                            .where(own(tenant, id))
                            .returning()
                            .fetchOptional(WebhookRows::toEndpoint);
                }));
    }

    private static Map<Field<?>, @Nullable Object> values(EndpointChange change) {
        Map<Field<?>, @Nullable Object> values = new HashMap<>();
        if (change.url() != null) {
            values.put(WEBHOOK_ENDPOINT.URL, change.url());
        }
        if (change.events() != null) {
            values.put(WEBHOOK_ENDPOINT.EVENTS, change.events().toArray(String[]::new));
        }
        if (change.description() != null) {
            values.put(WEBHOOK_ENDPOINT.DESCRIPTION, change.description().isEmpty() ? null : change.description());
        }
        return values;
    }

    /** What waits is tried anew, as if for the first time. */
    private static Map<Field<?>, @Nullable Object> enable(DSLContext tx, UUID id, Instant now) {
        tx.update(WEBHOOK_DELIVERY)
                .setNull(WEBHOOK_DELIVERY.FIRST_ATTEMPT_AT)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, now)
                .where(WEBHOOK_DELIVERY.ENDPOINT_ID.eq(id), WEBHOOK_DELIVERY.STATE.eq(WebhookRows.PENDING))
                .execute();
        Map<Field<?>, @Nullable Object> values = new HashMap<>();
        values.put(WEBHOOK_ENDPOINT.STATUS, WebhookRows.ENABLED);
        values.put(WEBHOOK_ENDPOINT.DISABLED_REASON, null);
        values.put(WEBHOOK_ENDPOINT.FAILING_SINCE, null);
        values.put(WEBHOOK_ENDPOINT.HELD_UNTIL, null);
        values.put(WEBHOOK_ENDPOINT.AFTER_SEQUENCE, newestSequence(tx));
        return values;
    }

    private static Map<Field<?>, @Nullable Object> disable() {
        Map<Field<?>, @Nullable Object> values = new HashMap<>();
        values.put(WEBHOOK_ENDPOINT.STATUS, WebhookRows.DISABLED);
        values.put(WEBHOOK_ENDPOINT.DISABLED_REASON, "Disabled through the API.");
        return values;
    }

    @Override
    public boolean delete(String tenant, UUID id) {
        return Statements.run("delete a webhook", () -> sql.deleteFrom(WEBHOOK_ENDPOINT)
                        .where(own(tenant, id))
                        .execute())
                > 0;
    }

    @Override
    public boolean rotateSecret(String tenant, UUID id, String secret, Instant oldUntil) {
        return Statements.run("change a webhook's secret", () -> sql.update(WEBHOOK_ENDPOINT)
                        .set(WEBHOOK_ENDPOINT.PREVIOUS_SECRET, WEBHOOK_ENDPOINT.SECRET)
                        .set(WEBHOOK_ENDPOINT.PREVIOUS_SECRET_UNTIL, oldUntil)
                        .set(WEBHOOK_ENDPOINT.SECRET, secret)
                        .where(own(tenant, id))
                        .execute())
                > 0;
    }

    @Override
    public Page<Delivery> deliveries(
            String tenant, UUID endpointId, @Nullable DeliveryState state, int page, int limit) {
        Condition wanted = WEBHOOK_DELIVERY.TENANT.eq(tenant).and(WEBHOOK_DELIVERY.ENDPOINT_ID.eq(endpointId));
        Condition inState = state == null ? wanted : wanted.and(WEBHOOK_DELIVERY.STATE.eq(state.text()));
        return Statements.run(
                "list deliveries",
                () -> new Page<>(
                        withEvents(sql)
                                .where(inState)
                                .orderBy(WEBHOOK_DELIVERY.EVENT_SEQUENCE.desc())
                                .limit(rows(limit))
                                .offset(offset(page, limit))
                                .fetch(WebhookRows::toDelivery),
                        sql.fetchCount(WEBHOOK_DELIVERY, inState)));
    }

    @Override
    public Optional<Delivery> delivery(String tenant, UUID endpointId, UUID id) {
        return Statements.run("find a delivery", () -> find(sql, tenant, endpointId, id));
    }

    private static Optional<Delivery> find(DSLContext tx, String tenant, UUID endpointId, UUID id) {
        return withEvents(tx).where(own(tenant, endpointId, id)).fetchOptional(WebhookRows::toDelivery);
    }

    private static SelectJoinStep<Record> withEvents(DSLContext tx) {
        return tx.select().from(WEBHOOK_DELIVERY).join(EVENT).on(EVENT.SEQUENCE.eq(WEBHOOK_DELIVERY.EVENT_SEQUENCE));
    }

    @Override
    public List<Attempt> attempts(String tenant, UUID deliveryId) {
        Select<?> owned = sql.select(WEBHOOK_DELIVERY.ID)
                .from(WEBHOOK_DELIVERY)
                .where(WEBHOOK_DELIVERY.TENANT.eq(tenant), WEBHOOK_DELIVERY.ID.eq(deliveryId));
        return Statements.run("list attempts", () -> sql.selectFrom(WEBHOOK_ATTEMPT)
                .where(WEBHOOK_ATTEMPT.DELIVERY_ID.eq(deliveryId), DSL.exists(owned))
                .orderBy(WEBHOOK_ATTEMPT.NUMBER)
                .limit(MAX_ATTEMPTS)
                .fetch(WebhookRows::toAttempt));
    }

    @Override
    public Optional<Delivery> test(String tenant, UUID endpointId, Instant now) {
        return Statements.run(
                "test a webhook",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    Optional<Endpoint> endpoint = lock(tx, tenant, endpointId).filter(Endpoint::enabled);
                    if (endpoint.isEmpty()) {
                        return Optional.<Delivery>empty();
                    }
                    UUID id = UUID.randomUUID();
                    tx.insertInto(WEBHOOK_DELIVERY)
                            .set(WEBHOOK_DELIVERY.ID, id)
                            .set(WEBHOOK_DELIVERY.TENANT, tenant)
                            .set(WEBHOOK_DELIVERY.ENDPOINT_ID, endpointId)
                            .set(WEBHOOK_DELIVERY.EVENT_SEQUENCE, WebhookEvents.test(tx, endpoint.get(), now))
                            .set(WEBHOOK_DELIVERY.STATE, WebhookRows.PENDING)
                            .set(WEBHOOK_DELIVERY.MANUAL, true)
                            .set(WEBHOOK_DELIVERY.CREATED_AT, now)
                            .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, now)
                            .execute();
                    return find(tx, tenant, endpointId, id);
                }));
    }

    @Override
    public Optional<Delivery> redeliver(String tenant, UUID endpointId, UUID id, Instant now) {
        return Statements.run(
                "redeliver",
                () -> sql.transactionResult(configuration -> {
                    DSLContext tx = configuration.dsl();
                    Optional<Endpoint> endpoint = lock(tx, tenant, endpointId).filter(Endpoint::enabled);
                    if (endpoint.isEmpty()) {
                        return Optional.<Delivery>empty();
                    }
                    Condition inTurn = WEBHOOK_DELIVERY
                            .STATE
                            .eq(WebhookRows.PENDING)
                            .and(DSL.not(DSL.condition(WEBHOOK_DELIVERY.MANUAL)));
                    int hurried = tx.update(WEBHOOK_DELIVERY)
                            .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, now)
                            .where(own(tenant, endpointId, id), inTurn)
                            .execute();
                    if (hurried > 0) {
                        tx.update(WEBHOOK_ENDPOINT)
                                .setNull(WEBHOOK_ENDPOINT.HELD_UNTIL)
                                .where(own(tenant, endpointId))
                                .execute();
                    } else {
                        sendByHand(tx, own(tenant, endpointId, id), now);
                    }
                    return find(tx, tenant, endpointId, id);
                }));
    }

    private static void sendByHand(DSLContext tx, Condition delivery, Instant now) {
        tx.update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.MANUAL, true)
                .set(WEBHOOK_DELIVERY.STATE, WebhookRows.PENDING)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, now)
                .setNull(WEBHOOK_DELIVERY.FINISHED_AT)
                .where(delivery)
                .execute();
    }

    private static Optional<Endpoint> lock(DSLContext tx, String tenant, UUID id) {
        return tx.selectFrom(WEBHOOK_ENDPOINT)
                .where(own(tenant, id))
                .forNoKeyUpdate()
                .fetchOptional(WebhookRows::toEndpoint);
    }

    private static Condition own(String tenant, UUID id) {
        return WEBHOOK_ENDPOINT.TENANT.eq(tenant).and(WEBHOOK_ENDPOINT.ID.eq(id));
    }

    private static Condition own(String tenant, UUID endpointId, UUID deliveryId) {
        return WEBHOOK_DELIVERY
                .TENANT
                .eq(tenant)
                .and(WEBHOOK_DELIVERY.ENDPOINT_ID.eq(endpointId))
                .and(WEBHOOK_DELIVERY.ID.eq(deliveryId));
    }

    private static int rows(int limit) {
        if (limit < 1 || limit > MAX_PAGE_ROWS) {
            throw new IllegalArgumentException("a page of " + limit + " rows");
        }
        return limit;
    }

    private static long offset(int page, int limit) {
        if (page < 1) {
            throw new IllegalArgumentException("page " + page);
        }
        return (page - 1L) * limit;
    }
}
