package dev.sluice.engine.job;

/**
 * A step to do.
 *
 * @param name unique within the job
 * @param stage steps of one stage run at the same time; a stage follows when all of the one before have succeeded
 * @param weight its share of the job's work, in seconds of one processor or so
 */
public record NewStep(String name, int stage, double weight) {}
