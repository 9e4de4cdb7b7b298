package dev.sluice.server.life;

import dev.sluice.engine.job.JobQueue;
import dev.sluice.engine.job.StepHandler;

/**
 * This node's share of the work on files: what comes in, and what becomes of it. {@link #start} once, {@link #close}
 * before the database closes.
 */
public final class FileWorkers implements AutoCloseable {
    private final UploadWork uploads;
    private final boolean processes;
    private final JobQueue queue;
    private final StepHandler handler;

    /** @param processes false where files are only taken in */
    public FileWorkers(UploadWork uploads, boolean processes, JobQueue queue, StepHandler handler) {
        this.uploads = uploads;
        this.processes = processes;
        this.queue = queue;
        this.handler = handler;
    }

    void start() {
        uploads.start();
        if (processes) {
            queue.start(handler);
        }
    }

    /** What runs is given back, to go on elsewhere. */
    @Override
    public void close() {
        queue.close();
        uploads.close();
    }
}
