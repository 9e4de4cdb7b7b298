package dev.sluice.engine.live;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that may block, run again and again on a virtual thread: the pause is counted from the end of one run to the
 * beginning of the next, so runs never overlap. A run that fails is logged and does not stop the next. Safe for
 * threads.
 */
public final class RepeatedTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

    /** What is done; anything it throws is logged. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    private final String name;
    private final Duration pause;
    private final Timers timers;
    private final Task task;

    // Guarded by this.
    private Timers.@Nullable Timer next;
    private @Nullable Thread running;
    private boolean closed;

    public RepeatedTask(String name, Duration pause, Timers timers, Task task) {
        this.name = name;
        this.pause = pause;
        this.timers = timers;
        this.task = task;
    }

    /** Runs the task for the first time after one pause. Idempotent. */
    public synchronized void start() {
        if (next == null) {
            scheduleNext();
        }
    }

    private synchronized void scheduleNext() {
        if (!closed) {
            next = timers.after(pause, this::launch);
        }
    }

    private synchronized void launch() {
        if (!closed) {
            running = Thread.ofVirtual().name(name).start(this::runOnce);
        }
    }

    private void runOnce() {
        try {
            task.run();
        } catch (Exception failure) {
            LOG.warn("{} failed, next try in {} s: {}", name, pause.toSeconds(), failure.toString());
        } finally {
            synchronized (this) {
                running = null;
            }
            scheduleNext();
        }
    }

    /** Stops it; a run in progress is interrupted. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        if (running != null) {
            running.interrupt();
        }
    }
}
