package dev.sluice.vod.job;

import java.time.Duration;

/**
 * How this node works on files.
 *
 * @param node its name among others
 * @param maxTries of one step, deaths of workers included
 * @param maxStepTime after which a step is given up for good
 */
public record WorkerSettings(String node, int maxTries, Duration maxStepTime) {
    public WorkerSettings {
        if (maxTries < 1 || !maxStepTime.isPositive()) {
            throw new IllegalArgumentException("a step must have one try and some time");
        }
    }
}
