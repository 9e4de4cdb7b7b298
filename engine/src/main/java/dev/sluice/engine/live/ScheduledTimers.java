package dev.sluice.engine.live;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on one daemon platform thread, {@code engine-timers}. */
public final class ScheduledTimers implements Timers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTimers.class);

    private final ScheduledThreadPoolExecutor executor;

    public ScheduledTimers() {
        executor = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("engine-timers").daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** After {@link #close} the task is never run. */
    @Override
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(() -> runLogged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException defect) {
            LOG.error("a timed task failed", defect);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
