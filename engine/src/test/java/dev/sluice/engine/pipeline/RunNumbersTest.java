package dev.sluice.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunNumbersTest {
    /** hls.js walks through an array as long as the discontinuity number, for every segment. */
    private static final long SMALL = 1_000_000;

    private final MutableClock clock = new MutableClock();
    private final RunNumbers numbers = new RunNumbers(Duration.ofSeconds(2), clock);
    private final StreamId id = StreamId.random();

    @Test
    void begin_nextRunAtOnce_goesOnBehindTheLastOne() {
        RunNumbers.First first = numbers.begin(id);
        numbers.end(id, /* segments= */ 100, /* periods= */ 9);

        RunNumbers.First next = numbers.begin(id);

        assertThat(next.segment()).isGreaterThan(first.segment() + 99);
        assertThat(next.discontinuity()).isEqualTo(first.discontinuity() + 9);
    }

    @Test
    void begin_inAnotherProcessLater_goesOnByTheWallClock() {
        RunNumbers.First first = numbers.begin(id);
        clock.advance(Duration.ofHours(1));

        RunNumbers.First next = new RunNumbers(Duration.ofSeconds(2), clock).begin(id);

        assertThat(next.segment()).isEqualTo(first.segment() + 1800);
        assertThat(next.discontinuity()).isEqualTo(first.discontinuity() + 6);
    }

    @Test
    void begin_tenYearsFromNow_keepsDiscontinuityNumbersSmall() {
        clock.advance(Duration.ofDays(3650));

        assertThat(numbers.begin(id).discontinuity()).isBetween(0L, SMALL);
    }
}
