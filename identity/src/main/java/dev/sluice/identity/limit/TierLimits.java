package dev.sluice.identity.limit;

import dev.sluice.identity.RequestLimiter.Verdict;
import dev.sluice.identity.Tier;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The limits of each tier as token buckets: a minute's, an hour's and a day's, all of which a request must find. */
public final class TierLimits {
    private static final long MS_PER_MINUTE = TimeUnit.MINUTES.toMillis(1);

    private TierLimits() {}

    private record Limits(int perMinute, int perHour, int perDay) {}

    private static Optional<Limits> of(Tier tier) {
        return switch (tier) {
            case FREE -> Optional.of(new Limits(60, 1_000, 10_000));
            case BASIC -> Optional.of(new Limits(120, 5_000, 100_000));
            case PRO -> Optional.of(new Limits(300, 20_000, 500_000));
            case ENTERPRISE -> Optional.empty();
        };
    }

    /** Empty where there is no limit. */
    public static Optional<BucketConfiguration> buckets(Tier tier) {
        return of(tier).map(limits -> BucketConfiguration.builder()
                .addLimit(limit ->
                        limit.capacity(limits.perMinute()).refillGreedy(limits.perMinute(), Duration.ofMinutes(1)))
                .addLimit(limit -> limit.capacity(limits.perHour()).refillGreedy(limits.perHour(), Duration.ofHours(1)))
                .addLimit(limit -> limit.capacity(limits.perDay()).refillGreedy(limits.perDay(), Duration.ofDays(1)))
                .build());
    }

    /** The verdict where there is no limit. */
    public static Verdict unlimited(Instant now) {
        return new Verdict(true, Integer.MAX_VALUE, Integer.MAX_VALUE, now, 0);
    }

    public static Verdict verdict(Tier tier, ConsumptionProbe probe, Instant now) {
        int perMinute = of(tier).map(Limits::perMinute).orElse(Integer.MAX_VALUE);
        long remaining = Math.min(perMinute, probe.getRemainingTokens());
        long waitMs = TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill());
        long untilFullMs = Math.max(waitMs, MS_PER_MINUTE * (perMinute - remaining) / perMinute);
        long retryAfterSeconds = probe.isConsumed() ? 0 : Math.max(1, (waitMs + 999) / 1000);
        return new Verdict(probe.isConsumed(), perMinute, remaining, now.plusMillis(untilFullMs), retryAfterSeconds);
    }
}
