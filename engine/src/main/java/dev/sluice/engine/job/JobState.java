package dev.sluice.engine.job;

/** Where a job stands. */
public enum JobState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
}
