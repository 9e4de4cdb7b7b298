package dev.sluice.events.webhook;

import dev.sluice.events.webhook.DeliveryQueue.Backlog;
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
    private volatile Backlog backlog = new Backlog(0, null);
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
        return backlog.deliveries();
    }

    /** How long the oldest of those waits; zero when none does. */
    public Duration oldestAge() {
        Instant oldest = backlog.oldest();
        return oldest == null ? Duration.ZERO : since(oldest);
    }

    /** How long ago every event had become deliveries; about a second when all is well. */
    public Duration lag() {
        return since(levelAt);
    }

    private Duration since(Instant then) {
        Duration age = Duration.between(then, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
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

    void level(Backlog waitingNow) {
        backlog = waitingNow;
        levelAt = clock.instant();
    }
}
