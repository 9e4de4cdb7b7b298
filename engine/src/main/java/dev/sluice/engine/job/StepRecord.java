package dev.sluice.engine.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step as the database keeps it.
 *
 * @param failures how often it failed or its worker died
 * @param worker the node that runs it or ran it last
 * @param progress 0 to 1
 * @param lastFailure a sentence; null when it never failed
 * @param resultJson null until it has succeeded
 */
public record StepRecord(
        String name,
        int stage,
        double weight,
        StepState state,
        int failures,
        @Nullable String worker,
        double progress,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String lastFailure,
        @Nullable String resultJson) {}
