package dev.sluice.engine.job;

/**
 * One step of one job.
 *
 * @param step its name, of {@code [a-z0-9-]}
 */
public record StepRef(JobId job, String step) {
    @Override
    public String toString() {
        return job + "/" + step;
    }
}
