package dev.sluice.events;

import java.time.Duration;

/** Tells that events may have been written, by any node. A hint: one that is lost costs its waiter the time-out. */
public interface EventSignal extends AutoCloseable {
    /**
     * Waits for the next hint, or for the time-out. One thread.
     *
     * @return whether there was a hint
     */
    boolean await(Duration timeout) throws InterruptedException;

    /** Gives back what it holds; a waiting thread is interrupted by its owner first. */
    @Override
    void close();
}
