package dev.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSweeperTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Instant> cutoffs = new ArrayList<>();
    private int left;

    @Test
    void sweep_manyOldEvents_goesInBatchesUntilNoneIsLeft() {
        left = 2 * EventSweeper.BATCH_EVENTS + 5;
        assertThat(sweeper().sweep()).isEqualTo(2005);
        assertThat(cutoffs).hasSize(3).containsOnly(NOW.minus(Duration.ofDays(30)));
    }

    @Test
    void sweep_endlesslyMany_stopsAtItsBound() {
        left = Integer.MAX_VALUE;
        assertThat(sweeper().sweep()).isEqualTo(EventSweeper.BATCH_EVENTS * EventSweeper.MAX_BATCHES);
    }

    private EventSweeper sweeper() {
        EventRetention retention = (cutoff, limit) -> {
            cutoffs.add(cutoff);
            int gone = Math.min(limit, left);
            left -= gone;
            return gone;
        };
        return new EventSweeper(retention, Duration.ofDays(30), Duration.ofHours(1), InstantSource.fixed(NOW));
    }
}
