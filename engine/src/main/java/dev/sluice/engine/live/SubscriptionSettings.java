package dev.sluice.engine.live;

import java.time.Duration;

/**
 * The queue of one subscriber.
 *
 * @param maxSamples samples waiting; one more and the queue drops to the next sync sample
 * @param maxBytes payload bytes waiting
 * @param wakeAfter media that gathers before an idle subscriber is woken: each wake-up costs more than the hand-over of
 *     a sample, so a subscriber that can wait takes samples in batches; zero wakes it for every sample
 */
public record SubscriptionSettings(int maxSamples, long maxBytes, Duration wakeAfter) {
    public static final SubscriptionSettings DEFAULTS =
            new SubscriptionSettings(2000, 32L << 20, Duration.ofMillis(40));

    public SubscriptionSettings {
        if (maxSamples < 1 || maxBytes < 1 || wakeAfter.isNegative()) {
            throw new IllegalArgumentException("a queue must hold something and may not wait less than no time");
        }
    }
}
