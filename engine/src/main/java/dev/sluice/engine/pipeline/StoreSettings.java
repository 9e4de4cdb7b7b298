package dev.sluice.engine.pipeline;

import java.time.Duration;

/**
 * How live streams are written to the object store.
 *
 * @param spoolBytes waiting per stream; when full, the oldest segments are given up
 * @param maxAttempts puts of one object before it is given up
 * @param retryDelay before the second attempt; doubled each time, with jitter
 * @param maxRetryDelay bound on that
 * @param flushTimeout how long the end of a stream may still write
 * @param retention age at which live objects are deleted
 * @param sweepInterval how often old objects are looked for
 */
public record StoreSettings(
        long spoolBytes,
        int maxAttempts,
        Duration retryDelay,
        Duration maxRetryDelay,
        Duration flushTimeout,
        Duration retention,
        Duration sweepInterval) {
    public static final StoreSettings DEFAULTS = new StoreSettings(
            /* spoolBytes= */ 64L << 20,
            // Over a minute of an absent store; the spool bounds what waits meanwhile.
            /* maxAttempts= */ 30,
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofHours(24),
            Duration.ofMinutes(10));

    public StoreSettings {
        if (spoolBytes < 1 || maxAttempts < 1) {
            throw new IllegalArgumentException("the spool must hold something and try at least once");
        }
        if (!retryDelay.isPositive() || maxRetryDelay.compareTo(retryDelay) < 0 || !flushTimeout.isPositive()) {
            throw new IllegalArgumentException("store delays must be above zero and rise");
        }
        if (!retention.isPositive() || !sweepInterval.isPositive()) {
            throw new IllegalArgumentException("retention and sweepInterval must be above zero");
        }
    }
}
