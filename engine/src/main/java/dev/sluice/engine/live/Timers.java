package dev.sluice.engine.live;

import java.time.Duration;

/** Runs short tasks later. Tasks must not block. Safe for threads. */
public interface Timers {
    /** Runs the task once, after the delay, on the timers' own thread. */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** Keeps the task from running unless it runs already. Idempotent. */
        void cancel();
    }
}
