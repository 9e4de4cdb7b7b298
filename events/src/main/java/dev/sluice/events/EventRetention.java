package dev.sluice.events;

import java.time.Instant;

/** Forgets old events. Blocks; for virtual threads. */
public interface EventRetention {
    /**
     * Deletes the oldest events that were written before the cutoff, in order, but none that a webhook still has to be
     * told, with their deliveries.
     *
     * @param limit at most so many
     * @return how many were deleted
     */
    int deleteBefore(Instant cutoff, int limit);
}
