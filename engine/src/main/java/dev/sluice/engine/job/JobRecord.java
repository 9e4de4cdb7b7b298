package dev.sluice.engine.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job with its steps, in the order of their stages and names.
 *
 * @param failure null unless failed
 */
public record JobRecord(
        JobId id,
        AssetId asset,
        JobState state,
        @Nullable Failure failure,
        Instant createdAt,
        @Nullable Instant finishedAt,
        List<StepRecord> steps) {
    public JobRecord {
        steps = List.copyOf(steps);
    }

    /** Share of the work that is done, 0 to 1, as far as the steps are known. */
    public double progress() {
        if (state == JobState.SUCCEEDED) {
            return 1;
        }
        double all = steps.stream().mapToDouble(StepRecord::weight).sum();
        double done = steps.stream()
                .mapToDouble(step -> step.weight() * step.progress())
                .sum();
        return all == 0 ? 0 : done / all;
    }
}
