package dev.sluice.vod.local;

import dev.sluice.vod.job.WorkerSettings;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.source.SourceLimits;

/**
 * How a local job is done.
 *
 * @param workers threads; each runs one step at a time
 * @param worker tries and times of a step
 */
public record LocalSettings(EncodeProfile profile, SourceLimits limits, int workers, WorkerSettings worker) {
    public static final int MAX_WORKERS = 1024;

    public LocalSettings {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("workers are 1 to " + MAX_WORKERS);
        }
    }
}
