package dev.sluice.identity.limit;

import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.Tier;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Counts on this node alone. Remembers the {@value #MAX_REMEMBERED} callers that came last; never blocks, safe for
 * threads.
 */
public final class MemoryRequestLimiter implements RequestLimiter {
    static final int MAX_REMEMBERED = 100_000;

    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public MemoryRequestLimiter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Verdict take(String who, Tier tier, int cost) {
        Instant now = clock.instant();
        Optional<BucketConfiguration> limits = TierLimits.buckets(tier);
        if (limits.isEmpty()) {
            return TierLimits.unlimited(now);
        }
        Bucket bucket;
        synchronized (buckets) {
            // A caller whose tier changes starts anew.
            bucket = buckets.computeIfAbsent(tier + " " + who, unseen -> open(limits.get()));
        }
        return TierLimits.verdict(tier, bucket.tryConsumeAndReturnRemaining(cost), now);
    }

    private Bucket open(BucketConfiguration limits) {
        var builder = Bucket.builder().withCustomTimePrecision(new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        });
        for (var bandwidth : limits.getBandwidths()) {
            builder.addLimit(bandwidth);
        }
        return builder.build();
    }
}
