package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.events.Event;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.HttpWebhookSender;
import dev.sluice.events.webhook.NewEndpoint;
import dev.sluice.events.webhook.RetrySchedule;
import dev.sluice.events.webhook.WebhookDispatcher;
import dev.sluice.identity.Principal;
import dev.sluice.testing.HttpReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dispatcher on a real database against a real receiver that misbehaves in every way and comes back. */
@Tag("integration")
@Timeout(120)
class WebhookDeliveryIntegrationTest {
    private static final String TENANT = Principal.DEFAULT_TENANT;
    private static final Duration TOTAL = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Database database;
    private HttpReceiver server;
    private final LinkedBlockingQueue<String> script = new LinkedBlockingQueue<>();
    private final List<String> ids = Collections.synchronizedList(new ArrayList<>());
    private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
    private final List<String> redirected = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<WebhookDispatcher> dispatchers = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        database = TestDatabases.open(directory);
        server = new HttpReceiver(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        dispatchers.forEach(WebhookDispatcher::close);
        end.countDown();
        server.close();
        database.close();
    }

    @Test
    void receiver_thatMisbehavesAndComesBack_getsAllInOrderWithTheSameIds() throws Exception {
        script.addAll(List.of("500", "hang", "redirect", "429", "cut", "huge", "200", "503"));
        Endpoint endpoint = endpoint("*");
        List<String> expected = happen(5);
        dispatcher("one", spread(12));
        dispatcher("two", spread(12));

        await(() -> accepted.size() >= expected.size());
        assertThat(List.copyOf(accepted)).isEqualTo(expected);
        assertThat(redirected).isEmpty();
        assertThat(ids.subList(0, 6)).as("every attempt has the same id").containsOnly(expected.getFirst());
        await(() -> pending(endpoint) == 0);
        Delivery first = database.webhooks()
                .deliveries(TENANT, endpoint.id(), null, 1, 100)
                .items()
                .getLast();
        List<Attempt> attempts = database.webhooks().attempts(TENANT, first.id());
        assertThat(attempts).extracting(Attempt::statusCode).containsExactly(500, null, 302, 429, null, 200);
        assertThat(attempts.get(1).error()).startsWith("No whole answer within");
        assertThat(attempts.get(1).durationMs()).isBetween(TOTAL.toMillis() - 50, TOTAL.toMillis() * 4);
        assertThat(attempts.get(2).error()).isEqualTo("Redirects are not followed.");
        assertThat(attempts.get(5).answer()).hasSize(1024);
        assertThat(attempts.get(5).error()).isNull();
    }

    @Test
    void receiver_thatIsGone_isDisabledAtOnceAndTold() throws Exception {
        script.add("410");
        Endpoint endpoint = endpoint("stream.*");
        happen(1);
        dispatcher("one", spread(12));

        await(() -> !find(endpoint).enabled());
        assertThat(find(endpoint).disabledReason()).isEqualTo("The endpoint answered 410 Gone.");
        assertThat(typesInLog()).contains("webhook.disabled");
        assertThat(ids).hasSize(1);
    }

    @Test
    void receiver_thatFailsToTheEnd_isDisabledWithAllAttemptsInTheLog() throws Exception {
        script.addAll(Collections.nCopies(4, "500"));
        Endpoint endpoint = endpoint("stream.created");
        happen(1);
        dispatcher("one", spread(3));

        await(() -> !find(endpoint).enabled());
        Delivery failed = database.webhooks()
                .deliveries(TENANT, endpoint.id(), DeliveryState.FAILED, 1, 9)
                .items()
                .getFirst();
        assertThat(failed.attempts()).isEqualTo(ids.size()).isBetween(2, 4);
        assertThat(find(endpoint).failingSince()).isNotNull();
        assertThat(typesInLog()).contains("webhook.disabled");
    }

    private void answer(HttpReceiver.Request request, OutputStream out) throws Exception {
        if (request.line().contains("/elsewhere")) {
            redirected.add(request.line());
            return;
        }
        String id = request.headers().getOrDefault("webhook-id", "");
        assertThat(request.body()).startsWith("{\"id\":\"" + id + "\",");
        ids.add(id);
        String step = script.poll();
        switch (step == null ? "200" : step) {
            case "hang" -> end.await();
            case "cut" -> out.close();
            case "redirect" -> HttpReceiver.reply(out, 302, "Location: /elsewhere");
            case "429" -> HttpReceiver.reply(out, 429, "Retry-After: 0");
            case "huge" -> {
                accepted.add(id);
                endless(out);
            }
            case "200" -> {
                accepted.add(id);
                HttpReceiver.reply(out, 200);
            }
            case String status -> HttpReceiver.reply(out, Integer.parseInt(status));
        }
    }

    private static void endless(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] block = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 1 << 14; i++) {
            out.write(block);
        }
    }

    /** So many retries, as fast as they may come. */
    private static List<Duration> spread(int retries) {
        List<Duration> ages = new ArrayList<>();
        for (int i = 1; i <= retries; i++) {
            ages.add(Duration.ofMillis(800L * i));
        }
        return ages;
    }

    private void dispatcher(String node, List<Duration> ages) {
        WebhookDispatcher dispatcher = new WebhookDispatcher(
                database.deliveries(),
                new HttpWebhookSender(new AddressGuard(true), TOTAL, TOTAL, 8, Clock.systemUTC()),
                new RetrySchedule(ages, () -> 0),
                node,
                Duration.ofSeconds(30),
                Clock.systemUTC());
        dispatchers.add(dispatcher);
        dispatcher.start();
    }

    private Endpoint endpoint(String events) {
        String url = "http://127.0.0.1:" + server.port() + "/hook";
        NewEndpoint wanted = new NewEndpoint(
                UUID.randomUUID(), TENANT, url, List.of(events), "whsec_abc123", null, Instant.now(Clock.systemUTC()));
        return database.webhooks().create(wanted).orElseThrow();
    }

    /** Two events each. Returns the ids of all in order. */
    private List<String> happen(int streams) {
        long before = database.events().newest();
        Instant now = Instant.now(Clock.systemUTC());
        for (int i = 0; i < streams; i++) {
            StreamId id = database.streams().create(TestStreams.newStream(now)).id();
            database.streams().markLive(id, "node", now, now.plusSeconds(60));
        }
        return database.events().afterOfAll(before, 100).stream().map(Event::id).toList();
    }

    private List<String> typesInLog() {
        return database.events().after(TENANT, 0, 100).stream().map(Event::type).toList();
    }

    private Endpoint find(Endpoint endpoint) {
        return database.webhooks().find(TENANT, endpoint.id()).orElseThrow();
    }

    private long pending(Endpoint endpoint) {
        return database.webhooks()
                .deliveries(TENANT, endpoint.id(), DeliveryState.PENDING, 1, 100)
                .total();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch pause = new CountDownLatch(1);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            pause.await(50, TimeUnit.MILLISECONDS);
        }
    }
}
