package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.events.Event;
import dev.sluice.events.EventLog;
import dev.sluice.events.EventSignal;
import dev.sluice.identity.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What streams write into the log of events, and what its readers see while many write. */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final Instant LEASE_END = NOW.plusSeconds(15);
    private static final String NODE = "node-a";
    private static final String OTHER_NODE = "node-b";
    private static final String TENANT = Principal.DEFAULT_TENANT;

    private Database database;
    private StreamRepository streams;
    private EventLog events;

    @BeforeAll
    void openDatabase(@TempDir Path directory) {
        database = TestDatabases.open(directory);
        streams = database.streams();
        events = database.events();
    }

    @AfterAll
    void closeDatabase() {
        database.close();
    }

    @Test
    void streamsLife_eachChange_isOneEvent() {
        StreamId id = streams.create(TestStreams.newStream(NOW)).id();
        streams.markLive(id, NODE, NOW, LEASE_END);
        streams.markLive(id, NODE, NOW.plusSeconds(5), LEASE_END.plusSeconds(5));
        streams.renewLeases(NODE, LEASE_END.plusSeconds(6));
        streams.markLive(id, OTHER_NODE, NOW.plusSeconds(6), LEASE_END);
        streams.markEnded(id, NOW.plusSeconds(70), false, 3, 9);
        streams.markEnded(id, NOW.plusSeconds(71), true, 3, 9);

        List<Event> life = ofObject(id);
        assertThat(life).extracting(Event::type).containsExactly("stream.created", "stream.started", "stream.ended");
        assertThat(life).extracting(Event::objectSequence).containsExactly(1L, 2L, 3L);
        assertThat(life).extracting(Event::tenant).containsOnly(TENANT);
        assertThat(life).extracting(Event::objectType).containsOnly("stream");
        assertThat(life).allSatisfy(event -> assertThat(event.id()).matches("evt_[0-9a-f]{32}"));
        assertThat(life.getLast().objectJson())
                .contains("\"id\": \"" + id + "\"", "\"type\": \"stream\"", "\"status\": \"ended\"")
                .contains("\"duration\": 70", "\"peak_viewers\": 3", "\"total_views\": 9")
                .contains("\"started_at\": \"2026-03-01T12:00:00Z\"", "\"ended_at\": \"2026-03-01T12:01:10Z\"")
                .doesNotContain("key", "hash");
    }

    @Test
    void lapsedLease_endedAtOnceByTwoNodes_writesOneEnd() throws Exception {
        StreamId id = streams.create(TestStreams.newStream(NOW)).id();
        streams.markLive(id, NODE, NOW, LEASE_END);

        inParallel(List.of(
                () -> streams.endLapsed("node-c", LEASE_END.plusSeconds(1)),
                () -> streams.endLapsed("node-d", LEASE_END.plusSeconds(1)),
                () -> streams.markEnded(id, LEASE_END.plusSeconds(1), false, 0, 0)));

        assertThat(ofObject(id))
                .extracting(Event::type)
                .containsExactly("stream.created", "stream.started", "stream.ended");
    }

    @Test
    void lapsedLease_takenByAnotherNode_writesTheEndBeforeTheStart() {
        StreamId id = streams.create(TestStreams.newStream(NOW)).id();
        streams.markLive(id, NODE, NOW, LEASE_END);
        streams.markLive(id, OTHER_NODE, LEASE_END.plusSeconds(9), LEASE_END.plusSeconds(30));

        List<Event> life = ofObject(id);
        assertThat(life)
                .extracting(Event::type)
                .containsExactly("stream.created", "stream.started", "stream.ended", "stream.started");
        assertThat(life.get(2).objectJson()).contains("\"ended_at\": \"2026-03-01T12:00:15Z\"", "\"ended\"");
        assertThat(life.get(3).objectJson()).contains("\"ended_at\": null", "\"live\"");
    }

    @Test
    void readerThatFollows_whileManyWrite_seesEveryEventInOrderWithoutGap() throws Exception {
        long start = events.newest();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Long>> reader = executor.submit(() -> follow(start, writing));
            List<Callable<Object>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(() -> {
                    for (int j = 0; j < 20; j++) {
                        StreamId id = streams.create(TestStreams.newStream(NOW)).id();
                        streams.markLive(id, NODE, NOW, LEASE_END);
                    }
                    return true;
                });
            }
            inParallel(writers);
            writing.set(false);

            List<Long> expected =
                    LongStream.rangeClosed(start + 1, start + 320).boxed().toList();
            assertThat(reader.get()).isEqualTo(expected);
        }
    }

    @Test
    void rolledBackTransaction_leavesNeitherEventNorHole() {
        var taken = TestStreams.newStream(NOW);
        streams.create(taken);
        long before = events.newest();
        try {
            streams.create(taken);
        } catch (RuntimeException expected) {
            assertThat(expected).hasMessageContaining("a row like this exists");
        }
        streams.create(TestStreams.newStream(NOW));

        assertThat(events.newest()).isEqualTo(before + 1);
    }

    @Test
    void history_filters_byTenantTypeAndObject() {
        StreamId id = streams.create(TestStreams.newStream(NOW)).id();
        streams.markLive(id, NODE, NOW, LEASE_END);
        var history = database.eventHistory();

        assertThat(history.find(TENANT, 0, "stream.started", id.toString(), 10)).hasSize(1);
        assertThat(history.find(TENANT, 0, null, id.toString(), 1)).hasSize(1);
        assertThat(history.find("another", 0, null, id.toString(), 10)).isEmpty();
        assertThat(events.after("another", 0, 10)).isEmpty();
    }

    @Test
    void signal_afterAWrite_isHeardBeforeTheTimeout() throws Exception {
        try (EventSignal signal = database.eventSignal()) {
            assertThat(signal.await(Duration.ofSeconds(5))).as("on connecting").isTrue();
            assertThat(signal.await(Duration.ofMillis(50)))
                    .as("nothing was written")
                    .isFalse();
            streams.create(TestStreams.newStream(NOW));
            assertThat(signal.await(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void retention_deletesTheOldestOnly_andNumbersGoOn(@TempDir Path directory) {
        try (Database fresh = TestDatabases.open(directory)) {
            StreamRepository repository = fresh.streams();
            EventLog log = fresh.events();
            assertThat(log.oldest()).isEmpty();
            StreamId id = repository.create(TestStreams.newStream(NOW)).id();
            repository.markLive(id, NODE, NOW.plusSeconds(100), LEASE_END.plusSeconds(100));
            assertThat(fresh.eventRetention().deleteBefore(NOW.plusSeconds(50), 10))
                    .as("not yet looked at by the webhooks")
                    .isZero();
            fresh.deliveries().fanOut(10, NOW);

            assertThat(fresh.eventRetention().deleteBefore(NOW.plusSeconds(50), 10))
                    .isEqualTo(1);
            assertThat(log.oldest()).hasValue(2);
            assertThat(fresh.eventRetention().deleteBefore(NOW.plusSeconds(500), 10))
                    .isEqualTo(1);
            assertThat(log.oldest()).isEmpty();
            assertThat(log.newest()).isEqualTo(2);

            repository.markEnded(id, NOW.plusSeconds(101), false, 0, 0);
            assertThat(log.afterOfAll(0, 10)).extracting(Event::sequence).containsExactly(3L);
            assertThat(log.afterOfAll(0, 10)).extracting(Event::objectSequence).containsExactly(3L);
        }
    }

    private List<Long> follow(long start, AtomicBoolean writing) {
        List<Long> seen = new ArrayList<>();
        long position = start;
        while (true) {
            boolean last = !writing.get();
            List<Event> batch = events.afterOfAll(position, 7);
            batch.forEach(event -> seen.add(event.sequence()));
            position = batch.isEmpty() ? position : batch.getLast().sequence();
            if (last && batch.isEmpty()) {
                return seen;
            }
        }
    }

    private List<Event> ofObject(StreamId id) {
        return database.eventHistory().find(TENANT, 0, null, id.toString(), 100);
    }

    private static void inParallel(List<? extends Callable<?>> tasks) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Callable<?> task : tasks) {
                running.add(executor.submit(task));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }
}
