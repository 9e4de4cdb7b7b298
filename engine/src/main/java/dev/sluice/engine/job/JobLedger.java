package dev.sluice.engine.job;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Jobs and steps in the database. What a caller may do with a step is decided by its fence: whoever started it last.
 * Every method blocks; every method throws {@link dev.sluice.engine.port.RepositoryException} when the database cannot
 * answer in time. Every change is one transaction, events and new work included.
 */
public interface JobLedger extends Jobs {
    /**
     * Takes the right to run a step.
     *
     * @return empty when there is nothing to do: it has succeeded, or the job no longer runs
     */
    Optional<StartedStep> start(StepRef step, String worker, Instant now);

    /** Tells how far a step is, 0 to 1. False when its right is lost: stop, and leave nothing behind. */
    boolean progress(StartedStep step, double share);

    /**
     * Ends a step with what it found, and adds steps of later stages. When it was the last of its stage, the steps of
     * the next one are given to the queue.
     *
     * @return false when its right is lost
     */
    boolean succeed(StartedStep step, String resultJson, List<NewStep> next, Instant now);

    /** A try failed; the step will be tried again. False when its right is lost. */
    boolean failTry(StartedStep step, String sentence);

    /** Gives the right back: the node stops. Not a failed try. */
    void release(StartedStep step);

    /** The job cannot succeed: it and its asset fail, with {@code video.failed}. False when its right is lost. */
    boolean fail(StartedStep step, Failure failure, Instant now);

    /** Keeps what the probe found with the asset. */
    void describeSource(StartedStep step, String sourceJson);

    /**
     * Ends the last step and the job: the asset is ready, with {@code video.processed}. False when its right is lost.
     */
    boolean publish(StartedStep step, AssetOutput output, Instant now);

    /** What a step found; empty unless it has succeeded. */
    Optional<String> result(StepRef step);

    /** The steps of a job, in the order of their stages and names. */
    List<StepRecord> steps(JobId job);
}
