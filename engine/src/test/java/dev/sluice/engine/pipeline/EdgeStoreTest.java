package dev.sluice.engine.pipeline;

import static dev.sluice.engine.pipeline.TestObjects.init;
import static dev.sluice.engine.pipeline.TestObjects.playlist;
import static dev.sluice.engine.pipeline.TestObjects.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.control.LiveEdge.EdgeObject;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EdgeStoreTest {
    private static final Duration LINGER = Duration.ofSeconds(60);

    private final MutableClock clock = new MutableClock();
    private final FakeTimers timers = new FakeTimers(clock);
    private final EdgeStore edge = new EdgeStore(timers, clock, LINGER, /* maxBytesPerStream= */ 100);
    private final StreamId id = StreamId.random();

    private long size(String path) {
        return edge.find(id, path).map(found -> found.object().sizeBytes()).orElse(-1L);
    }

    @Test
    void put_file_isFoundByItsStreamAndPathUntilItIsRemoved() {
        EdgeStore.Shelf shelf = edge.open(id);
        shelf.put(segment("1", 10));

        assertThat(size("1")).isEqualTo(10);
        assertThat(edge.find(StreamId.random(), "1")).isEmpty();
        assertThat(edge.find(id, "../1")).isEmpty();
        shelf.remove("1");
        shelf.remove("1");
        assertThat(edge.find(id, "1")).isEmpty();
    }

    @Test
    void put_again_raisesTheVersionAlsoOverARestart() {
        EdgeStore.Shelf shelf = edge.open(id);
        shelf.put(playlist("p", 1));
        long first = edge.find(id, "p").map(EdgeObject::version).orElseThrow();
        shelf.put(playlist("p", 2));
        long second = edge.find(id, "p").map(EdgeObject::version).orElseThrow();
        clock.advance(Duration.ofSeconds(1));
        EdgeStore restarted = new EdgeStore(timers, clock, LINGER, 100);
        restarted.open(id).put(playlist("p", 2));

        assertThat(second).isGreaterThan(first);
        assertThat(restarted.find(id, "p").map(EdgeObject::version).orElseThrow())
                .isGreaterThan(second);
    }

    @Test
    void put_beyondTheBound_evictsTheOldestSegmentsOnly() {
        EdgeStore.Shelf shelf = edge.open(id);
        shelf.put(init("init", 90));
        shelf.put(segment("1", 60));
        shelf.put(segment("2", 40));
        assertThat(edge.evictions()).isZero();

        shelf.put(segment("3", 50));

        assertThat(edge.evictions()).isEqualTo(1);
        assertThat(edge.find(id, "1")).isEmpty();
        assertThat(size("2")).isEqualTo(40);
        assertThat(size("3")).isEqualTo(50);
        assertThat(size("init")).isEqualTo(90);
    }

    @Test
    void put_oneSegmentLargerThanTheBound_isKept() {
        EdgeStore.Shelf shelf = edge.open(id);

        shelf.put(segment("1", 500));

        assertThat(size("1")).isEqualTo(500);
    }

    @Test
    void put_replacedAndRemovedSegments_areNotCountedAgainstTheBound() {
        EdgeStore.Shelf shelf = edge.open(id);
        for (int time = 0; time < 20; time++) {
            shelf.put(segment("same", 60));
            shelf.put(segment("gone", 40));
            shelf.remove("gone");
        }

        assertThat(edge.evictions()).isZero();
        assertThat(size("same")).isEqualTo(60);
    }

    @Test
    void put_byAnOlderRun_neverOverwritesOrRemovesANewerOne() {
        EdgeStore.Shelf older = edge.open(id);
        EdgeStore.Shelf newer = edge.open(id);
        older.put(playlist("p", 1));
        newer.put(playlist("p", 2));

        older.put(playlist("p", 3));
        older.remove("p");

        assertThat(size("p")).isEqualTo(2);
        newer.put(playlist("p", 4));
        assertThat(size("p")).isEqualTo(4);
    }

    @Test
    void close_linger_keepsFilesForItsTimeAndOthersRunsLonger() {
        EdgeStore.Shelf older = edge.open(id);
        older.put(segment("old", 1));
        older.put(playlist("p", 1));
        older.close();
        timers.advance(LINGER.minusSeconds(1));
        EdgeStore.Shelf newer = edge.open(id);
        newer.put(playlist("p", 2));
        assertThat(size("old")).isEqualTo(1);

        timers.advance(Duration.ofSeconds(1));
        assertThat(size("old")).isEqualTo(-1);
        assertThat(size("p")).isEqualTo(2);
        newer.close();
        timers.advance(LINGER);

        assertThat(size("p")).isEqualTo(-1);
        newer.put(segment("late", 1));
        assertThat(edge.find(id, "late")).isEmpty();
    }
}
