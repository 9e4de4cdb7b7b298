package dev.sluice.server.life;

import dev.sluice.engine.job.JobQueue;
import dev.sluice.engine.job.StepHandler;

/** This node's share of the work on files. {@link #start} once, {@link #close} before the database closes. */
public final class FileWorkers implements AutoCloseable {
    private final boolean enabled;
    private final JobQueue queue;
    private final StepHandler handler;

    public FileWorkers(boolean enabled, JobQueue queue, StepHandler handler) {
        this.enabled = enabled;
        this.queue = queue;
        this.handler = handler;
    }

    void start() {
        if (enabled) {
            queue.start(handler);
        }
    }

    /** What runs is given back, to go on elsewhere. */
    @Override
    public void close() {
        queue.close();
    }
}
