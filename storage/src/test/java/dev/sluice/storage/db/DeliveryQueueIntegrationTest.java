package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.events.Event;
import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.DeliveryQueue;
import dev.sluice.events.webhook.DeliveryQueue.Claim;
import dev.sluice.events.webhook.DeliveryQueue.Due;
import dev.sluice.events.webhook.DeliveryQueue.Outcome;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.EndpointChange;
import dev.sluice.events.webhook.NewEndpoint;
import dev.sluice.events.webhook.Webhooks;
import dev.sluice.identity.Principal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints and their queues against a real PostgreSQL. */
@Tag("integration")
class DeliveryQueueIntegrationTest {
    private static final String TENANT = Principal.DEFAULT_TENANT;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @TempDir
    private Path directory;

    private Database database;
    private Webhooks webhooks;
    private DeliveryQueue queue;

    @BeforeEach
    void open() {
        database = TestDatabases.open(directory);
        webhooks = database.webhooks();
        queue = database.deliveries();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fanOut_byPattern_reachesWhoAskedFromTheirCreationOn() {
        happen();
        Endpoint all = endpoint(TENANT, "*");
        Endpoint group = endpoint(TENANT, "stream.*");
        Endpoint one = endpoint(TENANT, "stream.started");
        endpoint(TENANT, "video.*", "stream.ended");
        endpoint("another", "*");
        happen();

        assertThat(queue.fanOut(3, NOW)).isEqualTo(3);
        assertThat(queue.fanOut(3, NOW)).isEqualTo(1);
        assertThat(queue.fanOut(3, NOW)).isZero();

        assertThat(typesFor(all)).containsExactly("stream.started", "stream.created");
        assertThat(typesFor(group)).containsExactly("stream.started", "stream.created");
        assertThat(typesFor(one)).containsExactly("stream.started");
        assertThat(queue.backlog().deliveries()).isEqualTo(5);
    }

    @Test
    void claim_byManyAtOnce_givesEachEndpointToOne() throws Exception {
        IntStream.range(0, 20).forEach(i -> endpoint(TENANT, "*"));
        happen();
        queue.fanOut(10, NOW);

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Claim>>> claims = IntStream.range(0, 6)
                    .mapToObj(node -> executor.submit(() -> queue.claim("node-" + node, NOW, LATER, 7)))
                    .toList();
            java.util.ArrayList<UUID> claimed = new java.util.ArrayList<>();
            for (Future<List<Claim>> some : claims) {
                some.get().forEach(claim -> claimed.add(claim.endpointId()));
            }
            assertThat(claimed).doesNotHaveDuplicates();
            assertThat(claimed.size() + queue.claim("last", NOW, LATER, 50).size())
                    .isEqualTo(20);
        }
        assertThat(queue.claim("late", NOW, LATER, 50)).isEmpty();
        assertThat(queue.claim("later", LATER, LATER.plusSeconds(9), 50))
                .as("leases ended")
                .hasSize(20);
        queue.releaseAll("later");
        assertThat(queue.claim("last", LATER, LATER.plusSeconds(9), 50)).hasSize(20);
    }

    @Test
    void failure_holdsTheWholeQueueUntilItsTime() {
        Endpoint endpoint = endpoint(TENANT, "*");
        happen();
        queue.fanOut(10, NOW);
        Claim claim = claim(NOW);
        Due first = next(claim, NOW).orElseThrow();
        assertThat(first.event().type()).isEqualTo("stream.created");
        assertThat(first.firstAttemptAt()).isNull();

        assertThat(queue.record(claim, first, failure(first, NOW.plusSeconds(5)), NOW))
                .isTrue();
        assertThat(next(claim, NOW)).isEmpty();
        queue.release(claim);
        assertThat(queue.claim("node", NOW.plusSeconds(4), LATER, 5)).isEmpty();

        Claim again = claim(NOW.plusSeconds(5));
        Due second = next(again, NOW.plusSeconds(5)).orElseThrow();
        assertThat(second.event()).isEqualTo(first.event());
        assertThat(second.attempts()).isEqualTo(1);
        assertThat(second.firstAttemptAt()).isEqualTo(NOW);
        assertThat(queue.record(again, second, success(second), NOW.plusSeconds(5)))
                .isTrue();
        assertThat(next(again, NOW.plusSeconds(5)).orElseThrow().event().type()).isEqualTo("stream.started");
        assertThat(webhooks.find(TENANT, endpoint.id()).orElseThrow().failingSince())
                .isNull();
        assertThat(webhooks.attempts(TENANT, first.deliveryId()))
                .extracting(Attempt::number)
                .containsExactly(1, 2);
        assertThat(webhooks.attempts("another", first.deliveryId())).isEmpty();
    }

    @Test
    void record_withoutTheClaim_writesNothing() {
        endpoint(TENANT, "*");
        happen();
        queue.fanOut(10, NOW);
        Claim claim = claim(NOW);
        Due due = next(claim, NOW).orElseThrow();
        claim(LATER.plusSeconds(1));

        assertThat(queue.record(claim, due, success(due), LATER.plusSeconds(1))).isFalse();
        assertThat(next(claim, NOW)).isEmpty();
        assertThat(webhooks.attempts(TENANT, due.deliveryId())).isEmpty();
    }

    @Test
    void givenUpEndpoint_isDisabledWithAnEvent_andGoesOnWhenEnabled() {
        Endpoint endpoint = endpoint(TENANT, "*");
        Endpoint witness = endpoint(TENANT, "webhook.disabled");
        happen();
        queue.fanOut(10, NOW);
        Claim claim = claim(NOW);
        Due due = next(claim, NOW).orElseThrow();
        queue.record(claim, due, new Outcome(attempt(due, "gone"), null, "It is gone."), NOW);

        Endpoint disabled = webhooks.find(TENANT, endpoint.id()).orElseThrow();
        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.disabledReason()).isEqualTo("It is gone.");
        assertThat(next(claim, NOW)).isEmpty();
        queue.release(claim);
        happen();
        queue.fanOut(10, NOW);
        assertThat(typesFor(witness)).containsExactly("webhook.disabled");
        assertThat(webhooks.test(TENANT, endpoint.id(), NOW)).isEmpty();

        webhooks.change(TENANT, endpoint.id(), new EndpointChange(null, null, true, null), LATER);
        assertThat(webhooks.deliveries(TENANT, endpoint.id(), DeliveryState.FAILED, 1, 9)
                        .total())
                .isEqualTo(1);
        List<Delivery> waiting = webhooks.deliveries(TENANT, endpoint.id(), DeliveryState.PENDING, 1, 9)
                .items();
        assertThat(waiting)
                .as("what waited is kept, what happened meanwhile is not sent")
                .extracting(delivery -> delivery.event().type())
                .containsExactly("stream.started");
        assertThat(waiting.getFirst().nextAttemptAt()).isEqualTo(LATER);
    }

    @Test
    void test_goesBeforeTheQueue_andToNobodyElse() {
        Endpoint endpoint = endpoint(TENANT, "*");
        happen();
        queue.fanOut(10, NOW);
        Claim claim = claim(NOW);
        Due held = next(claim, NOW).orElseThrow();
        queue.record(claim, held, failure(held, NOW.plusSeconds(500)), NOW);
        queue.release(claim);

        Delivery test = webhooks.test(TENANT, endpoint.id(), NOW).orElseThrow();
        assertThat(webhooks.test("another", endpoint.id(), NOW)).isEmpty();
        queue.fanOut(10, NOW);
        Claim again = claim(NOW);
        Due due = next(again, NOW).orElseThrow();
        assertThat(due.deliveryId()).isEqualTo(test.id());
        assertThat(due.manual()).isTrue();
        assertThat(due.event().type()).isEqualTo("webhook.test");
        queue.record(again, due, new Outcome(attempt(due, "no"), null, null), NOW);
        assertThat(next(again, NOW)).as("the queue is still held").isEmpty();
        assertThat(queue.backlog().deliveries()).isEqualTo(2);
    }

    @Test
    void redeliver_ofAnEndedOne_sendsTheSameEventOnce() {
        Endpoint endpoint = endpoint(TENANT, "stream.created");
        happen();
        queue.fanOut(10, NOW);
        Claim claim = claim(NOW);
        Due due = next(claim, NOW).orElseThrow();
        queue.record(claim, due, success(due), NOW);
        assertThat(next(claim, NOW)).isEmpty();

        assertThat(webhooks.redeliver("another", endpoint.id(), due.deliveryId(), NOW))
                .isEmpty();
        Delivery again =
                webhooks.redeliver(TENANT, endpoint.id(), due.deliveryId(), NOW).orElseThrow();
        assertThat(again.state()).isEqualTo(DeliveryState.PENDING);
        Due repeated = next(claim, NOW).orElseThrow();
        assertThat(repeated.event()).isEqualTo(due.event());
        assertThat(repeated.attempts()).isEqualTo(1);
    }

    @Test
    void rotation_bothSecrets_untilItsEnd() {
        Endpoint endpoint = endpoint(TENANT, "*");
        happen();
        queue.fanOut(10, NOW);
        assertThat(webhooks.rotateSecret("another", endpoint.id(), "whsec_other0", LATER))
                .isFalse();
        assertThat(webhooks.rotateSecret(TENANT, endpoint.id(), "whsec_second", LATER))
                .isTrue();
        Claim claim = claim(NOW);

        Due during = next(claim, LATER.minusSeconds(1)).orElseThrow();
        assertThat(during.secret()).isEqualTo("whsec_second");
        assertThat(during.previousSecret()).isEqualTo("whsec_first0");
        assertThat(next(claim, LATER).orElseThrow().previousSecret()).isNull();
    }

    @Test
    void endpoints_beyondTheBound_areRefusedAlsoAtOnce() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Endpoint>>> created = IntStream.range(0, 60)
                    .mapToObj(i -> executor.submit(() -> webhooks.create(newEndpoint(TENANT, "*"))))
                    .toList();
            long accepted = 0;
            for (Future<Optional<Endpoint>> one : created) {
                accepted += one.get().isPresent() ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(Webhooks.MAX_ENDPOINTS_PER_TENANT);
        }
        assertThat(webhooks.create(newEndpoint("another", "*"))).isPresent();
    }

    @Test
    void retention_keepsWhatAnEndpointStillHasToBeTold() {
        endpoint(TENANT, "*");
        happen();
        queue.fanOut(10, NOW);
        assertThat(database.eventRetention().deleteBefore(LATER, 10)).isZero();

        Claim claim = claim(NOW);
        Due first = next(claim, NOW).orElseThrow();
        queue.record(claim, first, success(first), NOW);
        assertThat(database.eventRetention().deleteBefore(LATER, 10)).isEqualTo(1);
        assertThat(next(claim, NOW)).isPresent();
    }

    private List<String> typesFor(Endpoint endpoint) {
        return webhooks.deliveries(endpoint.tenant(), endpoint.id(), null, 1, 100).items().stream()
                .map(Delivery::event)
                .map(Event::type)
                .toList();
    }

    /** Two events. */
    private void happen() {
        StreamId id = database.streams().create(TestStreams.newStream(NOW)).id();
        database.streams().markLive(id, "node", NOW, LATER);
    }

    private Endpoint endpoint(String tenant, String... events) {
        return webhooks.create(newEndpoint(tenant, events)).orElseThrow();
    }

    private static NewEndpoint newEndpoint(String tenant, String... events) {
        return new NewEndpoint(
                UUID.randomUUID(), tenant, "https://example.com/hook", List.of(events), "whsec_first0", null, NOW);
    }

    private Claim claim(Instant now) {
        return queue.claim("node", now, now.plusSeconds(60), 1).getFirst();
    }

    private Optional<Due> next(Claim claim, Instant now) {
        return queue.next(claim, now, now.plusSeconds(60));
    }

    private static Outcome success(Due due) {
        return new Outcome(attempt(due, null), null, null);
    }

    private static Outcome failure(Due due, Instant next) {
        return new Outcome(attempt(due, "no answer"), next, null);
    }

    private static Attempt attempt(Due due, @Nullable String error) {
        return new Attempt(due.attempts() + 1, NOW, 7, error == null ? 200 : null, null, error);
    }
}
