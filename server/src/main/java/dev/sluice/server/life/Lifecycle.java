package dev.sluice.server.life;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, so that it can be stopped in reverse. A part that fails to stop does not keep the others from
 * stopping. Used by one thread.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<Part> started = new ArrayDeque<>();

    /** Remembers a part that runs now. */
    public void started(String name, AutoCloseable stop) {
        started.push(new Part(name, stop));
    }

    /**
     * Stops everything, last started first. Further calls do nothing.
     *
     * @throws IllegalStateException when parts failed to stop; each failure is suppressed in it
     */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!started.isEmpty()) {
            Part part = started.pop();
            log.debug("stopping {}", part.name);
            try {
                part.stop.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                failure = failure == null ? new IllegalStateException("not everything stopped properly") : failure;
                failure.addSuppressed(new IllegalStateException(part.name + " did not stop properly", e));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private record Part(String name, AutoCloseable stop) {}
}
