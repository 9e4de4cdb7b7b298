package dev.sluice.engine.pipeline;

import static dev.sluice.engine.pipeline.TestObjects.init;
import static dev.sluice.engine.pipeline.TestObjects.playlist;
import static dev.sluice.engine.pipeline.TestObjects.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.PackagedObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpoolQueueTest {
    private static final Instant NOW = Instant.parse("2025-10-01T12:00:00Z");

    private static List<String> drain(SpoolQueue queue) {
        List<String> paths = new ArrayList<>();
        for (PackagedObject next = queue.poll(); next != null; next = queue.poll()) {
            paths.add(next.path());
        }
        return paths;
    }

    @Test
    void add_newerPlaylist_waitsBehindTheSegmentsItNames() {
        SpoolQueue queue = new SpoolQueue(1000);
        queue.add(segment("1", 10), NOW);
        queue.add(playlist("p", 1), NOW);
        queue.add(segment("2", 10), NOW);
        queue.add(playlist("p", 2), NOW);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.bytes()).isEqualTo(22);

        assertThat(drain(queue)).containsExactly("1", "2", "p");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void add_beyondTheBound_givesUpTheOldestSegmentsAndNothingElse() {
        SpoolQueue queue = new SpoolQueue(100);
        queue.add(init("init", 10), NOW);
        queue.add(playlist("p", 10), NOW);
        queue.add(segment("1", 40), NOW);
        queue.add(segment("2", 40), NOW);

        queue.add(segment("3", 30), NOW);

        assertThat(queue.bytes()).isEqualTo(90);
        assertThat(queue.droppedSegments()).isEqualTo(1);
        assertThat(drain(queue)).containsExactly("init", "p", "2", "3");
    }

    @Test
    void add_largerThanTheBound_isGivenUpItself() {
        SpoolQueue queue = new SpoolQueue(100);

        queue.add(segment("1", 101), NOW);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.droppedSegments()).isEqualTo(1);
    }

    @Test
    void clear_forgetsAndCounts() {
        SpoolQueue queue = new SpoolQueue(100);
        queue.add(segment("1", 1), NOW);
        queue.add(segment("2", 1), NOW);

        assertThat(queue.clear()).isEqualTo(2);
        assertThat(queue.poll()).isNull();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void oldest_ofAPlaylistThatWasReplaced_isTheNewVersions() {
        SpoolQueue queue = new SpoolQueue(100);
        assertThat(queue.oldest()).isNull();
        queue.add(playlist("p", 1), NOW);
        queue.add(segment("1", 10), NOW.plusSeconds(1));
        queue.add(playlist("p", 2), NOW.plusSeconds(2));
        assertThat(queue.oldest()).isEqualTo(NOW.plusSeconds(1));
        queue.poll();
        assertThat(queue.oldest()).isEqualTo(NOW.plusSeconds(2));
        queue.poll();
        assertThat(queue.oldest()).isNull();
    }
}
