package dev.sluice.identity;

import java.time.Instant;

/** Counts requests against the limits of tiers. May block where nodes share the counts; for virtual threads. */
public interface RequestLimiter {
    /**
     * Takes tokens for a request.
     *
     * @param who whose requests are counted together
     * @param cost how many usual requests this one is worth, 1 or more
     */
    Verdict take(String who, Tier tier, int cost);

    /** Deletes counts that no longer matter, at most {@code limit}. Returns how many. */
    default int sweep(int limit) {
        return 0;
    }

    /**
     * What came of it.
     *
     * @param limitPerMinute of the tier; {@link Integer#MAX_VALUE} where there is none
     * @param remaining what is left of the tightest window
     * @param resetAt when a whole minute's worth is there again
     * @param retryAfterSeconds 0 when allowed
     */
    record Verdict(boolean allowed, int limitPerMinute, long remaining, Instant resetAt, long retryAfterSeconds) {}
}
