package dev.sluice.engine.live;

import java.time.Duration;

/**
 * How live streams behave.
 *
 * @param secondPublisher what happens to a second publisher of one stream
 * @param reconnectGrace how long viewers are kept after a publisher was lost
 * @param firstMediaTimeout how long a stream that was started through the API waits for its first publisher
 * @param keyFrameTimeout a publisher whose video has no key frame for this long at its beginning is sent away
 * @param authorisationTimeout bound on the answer to a publisher, database included
 * @param maxPendingAuthorisations publishers that may wait for an answer at one time; more are refused
 * @param maxStreams live streams that this node carries at one time
 * @param leaseDuration how long a stream stays live in the database when its node dies
 * @param leaseRenewal how often leases are renewed; well below the lease's duration
 * @param gopCacheSamples samples kept so that a late subscriber starts at once
 * @param gopCacheBytes bytes kept for the same
 */
public record LiveSettings(
        SecondPublisherPolicy secondPublisher,
        Duration reconnectGrace,
        Duration firstMediaTimeout,
        Duration keyFrameTimeout,
        Duration authorisationTimeout,
        int maxPendingAuthorisations,
        int maxStreams,
        Duration leaseDuration,
        Duration leaseRenewal,
        int gopCacheSamples,
        long gopCacheBytes) {
    public static final LiveSettings DEFAULTS = new LiveSettings(
            SecondPublisherPolicy.REPLACE,
            Duration.ofSeconds(15),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            /* maxPendingAuthorisations= */ 256,
            /* maxStreams= */ 1000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            /* gopCacheSamples= */ 2000,
            /* gopCacheBytes= */ 16L << 20);

    public LiveSettings {
        requirePositive("reconnectGrace", reconnectGrace);
        requirePositive("firstMediaTimeout", firstMediaTimeout);
        requirePositive("keyFrameTimeout", keyFrameTimeout);
        requirePositive("authorisationTimeout", authorisationTimeout);
        requirePositive("leaseRenewal", leaseRenewal);
        if (leaseDuration.compareTo(leaseRenewal.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("leaseDuration must be at least twice leaseRenewal");
        }
        if (maxPendingAuthorisations < 1 || maxStreams < 1 || gopCacheSamples < 1 || gopCacheBytes < 1) {
            throw new IllegalArgumentException("live limits must be at least 1");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than zero: " + value);
        }
    }
}
