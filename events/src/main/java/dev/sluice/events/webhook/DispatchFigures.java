package dev.sluice.events.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/** What a dispatcher counts. Safe for threads. */
public final class DispatchFigures {
    private final InstantSource clock;
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile long waiting;
    private volatile Instant levelAt;

    DispatchFigures(InstantSource clock) {
        this.clock = clock;
        this.levelAt = clock.instant();
    }

    /** Attempts that were answered with a 2xx. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** Attempts that failed and will be made again. */
    public long retried() {
        return retried.sum();
    }

    /** Deliveries given up. */
    public long failed() {
        return failed.sum();
    }

    /** Deliveries that wait, of all nodes, as last counted. */
    public long waiting() {
        return waiting;
    }

    /** How long ago every event had become deliveries; about a second when all is well. */
    public Duration lag() {
        Duration lag = Duration.between(levelAt, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    void count(DeliveryQueue.Outcome outcome) {
        if (outcome.attempt().succeeded()) {
            succeeded.increment();
        } else if (outcome.nextAttemptAt() != null) {
            retried.increment();
        } else {
            failed.increment();
        }
    }

    void level(long waitingNow) {
        waiting = waitingNow;
        levelAt = clock.instant();
    }
}
