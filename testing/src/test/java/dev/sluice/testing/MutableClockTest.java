package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MutableClockTest {
    @Test
    void advance_movesTheClockAndItsViews() {
        MutableClock clock = new MutableClock();
        Clock view = clock.withZone(ZoneOffset.ofHours(2));

        assertThat(clock.instant()).isEqualTo(MutableClock.DEFAULT_START);
        clock.advance(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(MutableClock.DEFAULT_START.plusSeconds(5));
        assertThat(view.instant()).isEqualTo(clock.instant());
        assertThat(view.getZone()).isEqualTo(ZoneOffset.ofHours(2));
    }

    @Test
    void set_replacesTheTime() {
        MutableClock clock = new MutableClock(Instant.EPOCH);

        clock.set(Instant.EPOCH.plusMillis(1));

        assertThat(clock.millis()).isEqualTo(1);
    }
}
