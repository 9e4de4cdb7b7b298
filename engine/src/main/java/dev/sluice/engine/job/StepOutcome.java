package dev.sluice.engine.job;

import java.time.Duration;

/** What the queue does with a step that was run. */
public sealed interface StepOutcome {
    /** Nothing is left to do. */
    record Done() implements StepOutcome {}

    /** Try again, after a while. */
    record Again(Duration after) implements StepOutcome {}
}
