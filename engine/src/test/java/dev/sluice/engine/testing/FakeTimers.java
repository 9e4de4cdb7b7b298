package dev.sluice.engine.testing;

import dev.sluice.engine.live.Timers;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timers that fire when the test moves their clock, on the test's thread. Safe for threads. */
public final class FakeTimers implements Timers {
    private final MutableClock clock;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(Instant due, Runnable task) {}

    public FakeTimers(MutableClock clock) {
        this.clock = clock;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Waiting entry = new Waiting(clock.instant().plus(delay), task);
        synchronized (waiting) {
            waiting.add(entry);
        }
        return () -> {
            synchronized (waiting) {
                waiting.remove(entry);
            }
        };
    }

    /** Moves the clock and runs what falls due on the way, in order, each at its own time. */
    public void advance(Duration by) {
        Instant until = clock.instant().plus(by);
        for (Optional<Waiting> next = nextUntil(until); next.isPresent(); next = nextUntil(until)) {
            clock.set(next.get().due());
            next.get().task().run();
        }
        clock.set(until);
    }

    private Optional<Waiting> nextUntil(Instant until) {
        synchronized (waiting) {
            Optional<Waiting> next =
                    waiting.stream().filter(each -> !each.due().isAfter(until)).min(Comparator.comparing(Waiting::due));
            next.ifPresent(waiting::remove);
            return next;
        }
    }

    /** Takes the earliest task out, to be run by the test whenever it likes: a timer that fires late. */
    public Runnable takeEarliest() {
        return nextUntil(Instant.MAX).orElseThrow().task();
    }

    public int pending() {
        synchronized (waiting) {
            return waiting.size();
        }
    }
}
