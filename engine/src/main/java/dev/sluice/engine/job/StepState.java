package dev.sluice.engine.job;

/** Where a step stands. One that failed waits for its next try; one that cannot succeed fails its job. */
public enum StepState {
    WAITING,
    RUNNING,
    SUCCEEDED
}
