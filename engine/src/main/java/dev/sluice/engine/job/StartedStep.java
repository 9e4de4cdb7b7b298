package dev.sluice.engine.job;

import dev.sluice.engine.asset.AssetId;

/**
 * The right to run a step, until somebody else starts it.
 *
 * @param fence higher than that of everybody who started it before
 * @param failures how often it failed before, deaths of workers included
 */
public record StartedStep(StepRef step, AssetId asset, int stage, long fence, int failures) {}
