package dev.sluice.server.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition with a deadline. */
final class Await {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private Await() {}

    /** Returns once the condition holds; fails, saying for what it waited, when it does not in time. */
    static void until(String what, Duration timeout, Callable<Boolean> condition) throws Exception {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadlineNs) {
            try {
                last = null;
                if (condition.call()) {
                    return;
                }
            } catch (java.io.IOException notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        throw new AssertionError("waited " + timeout.toSeconds() + " s for: " + what, last);
    }
}
