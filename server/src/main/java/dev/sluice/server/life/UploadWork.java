package dev.sluice.server.life;

import dev.sluice.api.upload.GuardedPullClient;
import dev.sluice.engine.live.ScheduledTimers;
import dev.sluice.engine.upload.UploadPuller;
import dev.sluice.engine.upload.UploadSweeper;

/** What is done for uploads beside requests. {@link #start} once, {@link #close} before the database closes. */
public record UploadWork(UploadSweeper sweeper, UploadPuller puller, GuardedPullClient client, ScheduledTimers timers)
        implements AutoCloseable {
    void start() {
        sweeper.start();
        puller.start();
    }

    @Override
    public void close() {
        puller.close();
        sweeper.close();
        client.close();
        timers.close();
    }
}
