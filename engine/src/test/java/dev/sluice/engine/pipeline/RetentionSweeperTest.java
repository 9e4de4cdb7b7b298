package dev.sluice.engine.pipeline;

import static dev.sluice.engine.pipeline.TestObjects.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.testing.FakeObjectStore;
import dev.sluice.engine.testing.FakeStreamRepository;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RetentionSweeperTest {
    private static final Duration RETENTION = StoreSettings.DEFAULTS.retention();

    private final MutableClock clock = new MutableClock();
    private final FakeObjectStore store = new FakeObjectStore();
    private final FakeStreamRepository rows = new FakeStreamRepository();
    private final EdgeStore edge = new EdgeStore(new FakeTimers(clock), clock, Duration.ofSeconds(60), 1000);
    private final RetentionSweeper sweeper = new RetentionSweeper(store, edge, rows, StoreSettings.DEFAULTS, clock);
    private final StreamId id = StreamId.random();
    private final Instant old = clock.instant().minus(RETENTION).minusMillis(1);

    @Test
    void sweep_oldFiles_goAndYoungOnesStay() throws ObjectStoreException {
        store.add("live/" + id + "/720p/1.m4s", old);
        store.add("live/" + id + "/720p/2.m4s", old.plusMillis(1));

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(store.keys()).containsExactly("live/" + id + "/720p/2.m4s");
    }

    @Test
    void sweep_fileThatTheEdgeOffers_stays() throws ObjectStoreException {
        edge.open(id).put(segment("720p/init.mp4", 1));
        store.add("live/" + id + "/720p/init.mp4", old);
        store.add("live/" + StreamId.random() + "/720p/init.mp4", old);

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(store.keys()).containsExactly("live/" + id + "/720p/init.mp4");
    }

    @Test
    void sweep_oldThumbnail_goesAndTheRowSaysSo() throws ObjectStoreException {
        StreamId ended = rowWithThumbnail("a");
        StreamId running = rowWithThumbnail("b");
        StreamId recent = rowWithThumbnail("c");
        edge.open(running).put(new PackagedObject("thumb.jpg", Kind.THUMBNAIL, List.of()));
        store.add("live/" + ended + "/thumb.jpg", old);
        store.add("live/" + running + "/thumb.jpg", old);
        store.add("live/" + recent + "/thumb.jpg", clock.instant());

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(store.keys())
                .containsExactlyInAnyOrder("live/" + running + "/thumb.jpg", "live/" + recent + "/thumb.jpg");
        assertThat(rows.row(ended).hasThumbnail()).isFalse();
        assertThat(rows.row(running).hasThumbnail()).isTrue();
        assertThat(rows.row(recent).hasThumbnail()).isTrue();
    }

    @Test
    void sweep_databaseAway_keepsThumbnailsAloneForTheNext() throws ObjectStoreException {
        StreamId ended = rowWithThumbnail("a");
        store.add("live/" + ended + "/thumb.jpg", old);
        store.add("live/" + ended + "/z/1.m4s", old);
        rows.lose(true);

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(store.keys()).containsExactly("live/" + ended + "/thumb.jpg");
        rows.lose(false);
        assertThat(sweeper.sweep()).isEqualTo(1);
        assertThat(rows.row(ended).hasThumbnail()).isFalse();
    }

    private StreamId rowWithThumbnail(String key) {
        StreamId stream = rows.add(key, clock.instant()).id();
        rows.setThumbnail(stream, true);
        return stream;
    }

    @Test
    void sweep_foreignNames_stay() throws ObjectStoreException {
        store.add("vod/" + id + "/1.m4s", old);
        store.add("live/readme", old);
        store.add("live/somebody/1.m4s", old);
        store.add("live/" + id.toString().toUpperCase(Locale.ROOT) + "X/1.m4s", old);

        assertThat(sweeper.sweep()).isZero();
        assertThat(store.keys()).hasSize(4);
    }

    @Test
    void sweep_moreThanAPage_goesThroughAllPages() throws ObjectStoreException {
        int files = 2 * RetentionSweeper.PAGE_SIZE + 500;
        for (int file = 0; file < files; file++) {
            store.add("live/" + id + "/" + file, file % 2 == 0 ? old : clock.instant());
        }

        assertThat(sweeper.sweep()).isEqualTo(files / 2);

        assertThat(store.keys()).hasSize(files / 2);
        assertThat(store.lists()).isEqualTo(4);
    }

    @Test
    void sweep_interrupted_stopsAtThePage() throws ObjectStoreException {
        store.add("live/" + id + "/1", old);
        Thread.currentThread().interrupt();

        assertThat(sweeper.sweep()).isZero();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.keys()).hasSize(1);
    }
}
