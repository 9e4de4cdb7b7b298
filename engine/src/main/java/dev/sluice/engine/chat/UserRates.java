package dev.sluice.engine.chat;

import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * A bucket for each user that was here lately; past {@value #MAX_USERS} the longest unseen starts anew. For threads.
 */
final class UserRates {
    private static final int MAX_USERS = 50_000;

    private final double perSecond;
    private final int burst;
    private final InstantSource clock;
    private final LinkedHashMap<String, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    UserRates(double perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    /** @return 0, or the ms to wait */
    long take(String tenant, String userId) {
        long nowMs = clock.millis();
        TokenBucket bucket;
        synchronized (buckets) {
            bucket =
                    buckets.computeIfAbsent(tenant + '\0' + userId, unseen -> new TokenBucket(perSecond, burst, nowMs));
            if (buckets.size() > MAX_USERS) {
                buckets.pollFirstEntry();
            }
        }
        return bucket.take(nowMs);
    }
}
