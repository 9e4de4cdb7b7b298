package dev.sluice.events.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery that failed is tried again: at given ages, counted from its first attempt. Each is put off by up to a
 * tenth of the wait before it, so that many endpoints that failed together do not come back together.
 */
public final class RetrySchedule {
    /** Ten attempts over a day. */
    public static final List<Duration> DEFAULT_AGES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final double JITTER = 0.1;

    private final List<Duration> ages;
    private final DoubleSupplier random;

    /**
     * @param ages ascending, of the attempts after the first
     * @param random from 0 to 1
     */
    public RetrySchedule(List<Duration> ages, DoubleSupplier random) {
        this.ages = List.copyOf(ages);
        this.random = random;
    }

    /**
     * @param first when the delivery's first attempt began
     * @param latest when its latest began
     * @param retryAfter how long the receiver asked to be left alone, null when it did not; obeyed within the last age
     * @return the next attempt's time, not before {@code now}; empty when there is none left
     */
    public Optional<Instant> next(Instant first, Instant latest, Instant now, @Nullable Duration retryAfter) {
        Duration age = Duration.between(first, latest);
        Duration before = Duration.ZERO;
        for (Duration next : ages) {
            if (next.compareTo(age) > 0) {
                Duration gap = next.minus(before);
                long jitterMs = (long) (gap.toMillis() * JITTER * random.getAsDouble());
                Instant due = latest(first.plus(next).plusMillis(jitterMs), now);
                return Optional.of(retryAfter == null ? due : latest(due, askedFor(first, now, retryAfter)));
            }
            before = next;
        }
        return Optional.empty();
    }

    private Instant askedFor(Instant first, Instant now, Duration retryAfter) {
        Instant asked = now.plus(retryAfter);
        Instant end = first.plus(ages.getLast());
        return asked.isBefore(end) ? asked : end;
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
