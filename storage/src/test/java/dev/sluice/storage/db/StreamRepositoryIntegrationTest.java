package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every method of the port against a real PostgreSQL. Tests share the database and make streams of their own. */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamRepositoryIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final Instant LEASE_END = NOW.plusSeconds(15);
    private static final String NODE = "node-a";
    private static final String OTHER_NODE = "node-b";

    private Database database;
    private StreamRepository streams;

    @BeforeAll
    void openDatabase(@TempDir Path directory) {
        database = TestDatabases.open(directory);
        streams = database.streams();
    }

    @AfterAll
    void closeDatabase() {
        database.close();
    }

    @Test
    void create_allFields_areFoundByIdAndByKey() {
        NewStream wanted = new NewStream(
                StreamId.random(),
                TestStreams.OWNER,
                new StreamDetails(
                        "Sonntag «élan» 日本 \uD83C\uDFA5 '; drop table stream; --",
                        "a\nb",
                        NOW.plusSeconds(60),
                        Visibility.UNLISTED,
                        "{\"room\": \"1\"}",
                        /* record= */ true),
                TestStreams.randomHash(),
                NOW);

        StreamRecord created = streams.create(wanted);

        assertThat(created)
                .isEqualTo(new StreamRecord(
                        wanted.id(),
                        wanted.owner(),
                        wanted.details(),
                        StreamStatus.SCHEDULED,
                        false,
                        1,
                        NOW,
                        NOW,
                        null,
                        null,
                        0,
                        0,
                        0,
                        false));
        assertThat(streams.find(wanted.id())).contains(created);
        assertThat(streams.findByStreamKeyHash(wanted.streamKeyHash())).contains(created);
    }

    @Test
    void setThumbnail_anyStream_showsInTheRowAndMovesNoVersion() {
        StreamRecord created = streams.create(TestStreams.newStream(NOW));
        StreamRecord other = streams.create(TestStreams.newStream(NOW));

        streams.setThumbnail(created.id(), true);
        streams.setThumbnail(created.id(), true);
        streams.setThumbnail(StreamId.random(), true);

        StreamRecord found = streams.find(created.id()).orElseThrow();
        assertThat(found.hasThumbnail()).isTrue();
        assertThat(found.version()).isEqualTo(created.version());
        assertThat(found.updatedAt()).isEqualTo(created.updatedAt());
        assertThat(streams.find(other.id())).contains(other);
        streams.setThumbnail(created.id(), false);
        assertThat(streams.find(created.id())).contains(created);
    }

    @Test
    void find_unknown_isEmpty() {
        assertThat(streams.find(StreamId.random())).isEmpty();
        assertThat(streams.findByStreamKeyHash(TestStreams.randomHash())).isEmpty();
        assertThat(streams.findByStreamKeyHash("")).isEmpty();
    }

    @Test
    void create_keyHashTwice_throws() {
        NewStream first = TestStreams.newStream(NOW);
        streams.create(first);
        NewStream second = new NewStream(StreamId.random(), first.owner(), first.details(), first.streamKeyHash(), NOW);

        assertThatThrownBy(() -> streams.create(second))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("a row like this exists");
    }

    @Test
    void list_pages_areNewestFirstAndCountAll(@TempDir Path directory) {
        try (Database fresh = TestDatabases.open(directory)) {
            StreamRepository repository = fresh.streams();
            List<StreamId> oldestFirst = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                NewStream stream = TestStreams.newStream(NOW.plusSeconds(i));
                oldestFirst.add(repository.create(stream).id());
            }
            repository.markLive(oldestFirst.get(1), NODE, NOW, LEASE_END);

            StreamPage first = repository.list(page(null, 1, 2));
            assertThat(first.total()).isEqualTo(5);
            assertThat(first.streams())
                    .extracting(StreamRecord::id)
                    .containsExactly(oldestFirst.get(4), oldestFirst.get(3));
            assertThat(repository.list(page(null, 3, 2)).streams())
                    .extracting(StreamRecord::id)
                    .containsExactly(oldestFirst.getFirst());
            assertThat(repository.list(page(null, Integer.MAX_VALUE, 100))).isEqualTo(new StreamPage(List.of(), 5));
            StreamPage live = repository.list(page(StreamStatus.LIVE, 1, 100));
            assertThat(live.total()).isEqualTo(1);
            assertThat(live.streams()).extracting(StreamRecord::id).containsExactly(oldestFirst.get(1));
            assertThat(repository.list(page(StreamStatus.ENDED, 1, 100))).isEqualTo(new StreamPage(List.of(), 0));
        }
    }

    private static StreamQuery page(@Nullable StreamStatus status, int page, int limit) {
        return new StreamQuery(null, status, null, null, Map.of(), page, limit);
    }

    @Test
    void find_byViewpoint_showsWhatTheyMayKnow() {
        StreamId mine = add("a", "one", Visibility.PRIVATE);
        StreamId unlisted = add("a", "two", Visibility.UNLISTED);
        StreamId hidden = add("a", "two", Visibility.PRIVATE);
        StreamId foreign = add("b", "one", Visibility.PUBLIC);
        Viewpoint one = new Viewpoint("a", "one");
        Viewpoint all = new Viewpoint("a", null);

        assertThat(streams.find(one, mine)).isPresent();
        assertThat(streams.find(one, unlisted)).isPresent();
        assertThat(streams.find(one, hidden)).isEmpty();
        assertThat(streams.find(all, hidden)).isPresent();
        assertThat(streams.find(one, foreign)).isEmpty();
        assertThat(streams.find(all, foreign)).isEmpty();
    }

    @Test
    void list_byViewpointAndFilters_holdsOwnAndPublic(@TempDir Path directory) {
        try (Database fresh = TestDatabases.open(directory)) {
            streams = fresh.streams();
            StreamId mine = add("a", "one", Visibility.PRIVATE);
            StreamId open = add("a", "two", Visibility.PUBLIC);
            add("a", "two", Visibility.UNLISTED);
            add("b", "one", Visibility.PUBLIC);
            Viewpoint one = new Viewpoint("a", "one");

            assertThat(ids(new StreamQuery(one, null, null, null, Map.of(), 1, 10)))
                    .containsExactlyInAnyOrder(mine, open);
            assertThat(ids(new StreamQuery(one, null, Visibility.PUBLIC, null, Map.of(), 1, 10)))
                    .containsExactly(open);
            assertThat(ids(new StreamQuery(one, null, null, "one", Map.of(), 1, 10)))
                    .containsExactly(mine);
            assertThat(ids(new StreamQuery(new Viewpoint("a", null), null, null, null, Map.of("room", "one"), 1, 10)))
                    .containsExactly(mine);
            assertThat(ids(new StreamQuery(one, null, null, null, Map.of("room", "'; --"), 1, 10)))
                    .isEmpty();
        } finally {
            streams = database.streams();
        }
    }

    @Test
    void updateChangeKeyAndDelete_byTheOwnerOnly_moveTheVersion() {
        StreamId id = add("a", "one", Visibility.PUBLIC);
        Viewpoint owner = new Viewpoint("a", "one");
        Viewpoint other = new Viewpoint("a", "two");
        StreamDetails renamed = StreamDetails.titled("renamed", Visibility.PRIVATE);

        assertThat(streams.update(other, id, renamed, 1, NOW)).isEmpty();
        assertThat(streams.update(owner, id, renamed, 2, NOW)).isEmpty();
        StreamRecord changed = streams.update(owner, id, renamed, 1, NOW).orElseThrow();
        assertThat(changed.details()).isEqualTo(renamed);
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.updatedAt()).isEqualTo(NOW);
        String hash = TestStreams.randomHash();
        assertThat(streams.changeKey(other, id, hash, NOW)).isEmpty();
        assertThat(streams.changeKey(owner, id, hash, NOW)).isPresent();
        assertThat(streams.findByStreamKeyHash(hash)).isPresent();
        streams.markLive(id, NODE, NOW, LEASE_END);
        assertThat(streams.delete(owner, id, NOW)).isFalse();
        streams.markEnded(id, NOW, false, 0, 0);
        assertThat(streams.delete(other, id, NOW)).isFalse();
        assertThat(streams.delete(owner, id, NOW)).isTrue();
        assertThat(streams.find(id)).isEmpty();
    }

    @Test
    void audience_samples_addUpAndAreThoseOfTheLatestRun() {
        StreamId id = add("a", "one", Visibility.PUBLIC);
        StreamId gone = StreamId.random();
        streams.markLive(id, NODE, NOW, LEASE_END);
        streams.addAudience(List.of(new AudienceSample(id, 10, 3, 30), new AudienceSample(gone, 10, 9, 90)));
        streams.addAudience(List.of(new AudienceSample(id, 20, 5, 50)));

        assertThat(streams.audience(id, 100))
                .containsExactly(new AudienceSample(id, 10, 3, 0), new AudienceSample(id, 20, 5, 0));
        assertThat(streams.audience(id, 1)).hasSize(1);
        StreamRecord row = streams.find(id).orElseThrow();
        assertThat(row.watchSeconds()).isEqualTo(80);
        assertThat(row.peakViewers()).isEqualTo(5);
        streams.markEnded(id, NOW.plusSeconds(30), false, 0, 0);
        streams.markLive(id, NODE, NOW.plusSeconds(40), LEASE_END.plusSeconds(40));
        assertThat(streams.audience(id, 100)).isEmpty();
    }

    private StreamId add(String tenant, String owner, Visibility visibility) {
        StreamDetails details =
                new StreamDetails("stream", null, null, visibility, "{\"room\": \"" + owner + "\"}", false);
        return streams.create(TestStreams.newStream(new Owner(tenant, owner), details, NOW))
                .id();
    }

    private List<StreamId> ids(StreamQuery query) {
        return streams.list(query).streams().stream().map(StreamRecord::id).toList();
    }

    @Test
    void markLive_scheduled_isLiveAndLeased() {
        StreamId id = create();

        StreamRecord live = streams.markLive(id, NODE, NOW, LEASE_END).orElseThrow();

        assertThat(live.status()).isEqualTo(StreamStatus.LIVE);
        assertThat(live.startedAt()).isEqualTo(NOW);
        assertThat(streams.find(id)).contains(live);
        assertThat(streams.markLive(id, OTHER_NODE, NOW, LEASE_END)).isEmpty();
        assertThat(streams.markLive(id, OTHER_NODE, LEASE_END.minusMillis(1), LEASE_END.plusSeconds(9)))
                .isEmpty();
    }

    @Test
    void markLive_sameNodeAgain_keepsStart() {
        StreamId id = create();
        streams.markLive(id, NODE, NOW, LEASE_END);

        StreamRecord again = streams.markLive(id, NODE, NOW.plusSeconds(5), LEASE_END.plusSeconds(5))
                .orElseThrow();

        assertThat(again.startedAt()).isEqualTo(NOW);
    }

    @Test
    void markLive_leaseLapsed_goesToTheOtherNode() {
        StreamId id = create();
        streams.markLive(id, NODE, NOW, LEASE_END);

        StreamRecord taken = streams.markLive(id, OTHER_NODE, LEASE_END, LEASE_END.plusSeconds(15))
                .orElseThrow();

        assertThat(taken.startedAt()).isEqualTo(LEASE_END);
        assertThat(streams.markLive(id, NODE, LEASE_END, LEASE_END.plusSeconds(15)))
                .isEmpty();
    }

    @Test
    void markLive_unknownOrStopped_isEmpty() {
        StreamId id = create();
        streams.markLive(id, NODE, NOW, LEASE_END);
        StreamRecord stopped =
                streams.markEnded(id, NOW.plusSeconds(1), true, 0, 0).orElseThrow();

        assertThat(stopped.stopped()).isTrue();
        assertThat(streams.markLive(id, NODE, NOW.plusSeconds(2), LEASE_END)).isEmpty();
        assertThat(streams.markLive(StreamId.random(), NODE, NOW, LEASE_END)).isEmpty();
    }

    @Test
    void markEnded_live_keepsHighestPeakAndAddsViews() {
        StreamId id = create();
        streams.markLive(id, NODE, NOW, LEASE_END);
        streams.markEnded(id, NOW.plusSeconds(1), false, 7, 10);
        StreamRecord live =
                streams.markLive(id, NODE, NOW.plusSeconds(2), LEASE_END).orElseThrow();
        assertThat(live.endedAt()).isNull();

        StreamRecord ended =
                streams.markEnded(id, NOW.plusSeconds(3), false, 4, 5).orElseThrow();

        assertThat(ended.status()).isEqualTo(StreamStatus.ENDED);
        assertThat(ended.endedAt()).isEqualTo(NOW.plusSeconds(3));
        assertThat(ended.startedAt()).isEqualTo(NOW.plusSeconds(2));
        assertThat(ended.peakViewers()).isEqualTo(7);
        assertThat(ended.totalViews()).isEqualTo(15);
        assertThat(streams.markEnded(id, NOW.plusSeconds(4), true, 0, 0)).isEmpty();
        assertThat(streams.markEnded(create(), NOW, true, 0, 0)).isEmpty();
    }

    @Test
    void renewLeases_held_areExtendedForThisNodeOnly(@TempDir Path directory) {
        try (Database fresh = TestDatabases.open(directory)) {
            StreamRepository repository = fresh.streams();
            StreamId mine = repository.create(TestStreams.newStream(NOW)).id();
            StreamId theirs = repository.create(TestStreams.newStream(NOW)).id();
            repository.markLive(mine, NODE, NOW, LEASE_END);
            repository.markLive(theirs, OTHER_NODE, NOW, LEASE_END);

            assertThat(repository.renewLeases(NODE, LEASE_END.plusSeconds(15))).isEqualTo(1);

            assertThat(repository.endLapsed("node-c", LEASE_END)).isEqualTo(1);
            assertThat(repository.find(mine).orElseThrow().status()).isEqualTo(StreamStatus.LIVE);
            StreamRecord lapsed = repository.find(theirs).orElseThrow();
            assertThat(lapsed.status()).isEqualTo(StreamStatus.ENDED);
            assertThat(lapsed.endedAt()).isEqualTo(LEASE_END);
            assertThat(lapsed.stopped()).isFalse();
            assertThat(repository.renewLeases(OTHER_NODE, LEASE_END.plusSeconds(15)))
                    .isZero();

            Instant restart = LEASE_END.plusSeconds(3);
            assertThat(repository.endLapsed(NODE, restart)).isEqualTo(1);
            assertThat(repository.find(mine).orElseThrow().endedAt()).isEqualTo(restart);
            assertThat(repository.endLapsed(NODE, restart)).isZero();
        }
    }

    @Test
    void markLive_manyNodesAtOnce_oneWins() throws Exception {
        int nodes = 8;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                StreamId id = create();
                List<Callable<Boolean>> attempts = new ArrayList<>();
                for (int node = 0; node < nodes; node++) {
                    String nodeId = "node-" + node;
                    attempts.add(() -> streams.markLive(id, nodeId, NOW, NOW.plus(Duration.ofMinutes(1)))
                            .isPresent());
                }
                int winners = 0;
                for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
                    winners += attempt.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        }
    }

    private StreamId create() {
        return streams.create(TestStreams.newStream(NOW)).id();
    }
}
