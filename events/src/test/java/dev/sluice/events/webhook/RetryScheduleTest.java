package dev.sluice.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void next_attemptAfterAttempt_isTheListedAges() {
        assertThat(agesWithJitter(0)).isEqualTo(RetrySchedule.DEFAULT_AGES);
    }

    @Test
    void next_mostJitter_isATenthOfEachWait() {
        List<Duration> latest = agesWithJitter(1);
        assertThat(latest).hasSameSizeAs(RetrySchedule.DEFAULT_AGES);
        assertThat(latest.getFirst()).isEqualTo(Duration.ofMillis(5500));
        assertThat(latest.getLast()).isEqualTo(Duration.ofHours(24).plusMinutes(24));
    }

    @Test
    void next_afterADay_isNone() {
        Instant late = FIRST.plus(Duration.ofHours(24));
        assertThat(schedule(0).next(FIRST, late, late, null)).isEmpty();
    }

    @Test
    void next_slowAttempt_isNotInThePast() {
        Instant now = FIRST.plusSeconds(15);
        assertThat(schedule(0).next(FIRST, FIRST, now, null)).hasValue(now);
    }

    @Test
    void next_retryAfter_isObeyedUpToADay() {
        assertThat(schedule(0).next(FIRST, FIRST, FIRST, Duration.ofMinutes(7))).hasValue(FIRST.plusSeconds(420));
        assertThat(schedule(0).next(FIRST, FIRST, FIRST, Duration.ofSeconds(1))).hasValue(FIRST.plusSeconds(5));
        assertThat(schedule(0).next(FIRST, FIRST, FIRST, Duration.ofDays(400)))
                .hasValue(FIRST.plus(Duration.ofDays(1)));
    }

    @Test
    void retryAfter_secondsAndDates_areUnderstood() {
        assertThat(RetryAfter.parse(" 120 ", FIRST)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Sun, 01 Mar 2026 12:00:30 GMT", FIRST)).isEqualTo(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Sun, 01 Mar 2026 11:00:00 GMT", FIRST)).isZero();
        assertThat(RetryAfter.parse("-1", FIRST)).isNull();
        assertThat(RetryAfter.parse("soon", FIRST)).isNull();
        assertThat(RetryAfter.parse("99999999999999999999", FIRST)).isNull();
    }

    private static List<Duration> agesWithJitter(double random) {
        RetrySchedule schedule = schedule(random);
        List<Duration> ages = new ArrayList<>();
        Instant at = FIRST;
        for (Optional<Instant> next = schedule.next(FIRST, at, at, null);
                next.isPresent();
                next = schedule.next(FIRST, at, at, null)) {
            at = next.get();
            ages.add(Duration.between(FIRST, at));
        }
        return ages;
    }

    private static RetrySchedule schedule(double random) {
        return new RetrySchedule(RetrySchedule.DEFAULT_AGES, () -> random);
    }
}
