package dev.sluice.vod.image;

import dev.sluice.vod.source.StopSignal;
import java.time.Duration;

/** How long pictures may be looked for: nothing that a file holds makes it longer. Used by one thread. */
public final class TimeBudget {
    private final StopSignal stop;
    private final long endNs;

    public TimeBudget(StopSignal stop, Duration most) {
        this.stop = stop;
        this.endNs = System.nanoTime() + most.toNanos();
    }

    /**
     * Whether there is no more time, and one does with what was found.
     *
     * @throws java.util.concurrent.CancellationException when all work is to stop
     */
    boolean isSpent() {
        stop.check();
        return System.nanoTime() - endNs > 0;
    }
}
