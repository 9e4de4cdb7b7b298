package dev.sluice.vod.local;

import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.StepRecord;
import dev.sluice.engine.job.StepState;
import dev.sluice.vod.source.SourceDescription;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is.
 *
 * @param share of the work, 0 to 1; zero while it is not known how much there is
 * @param step one that runs, by its name; empty between steps
 * @param duration of the source as it says; zero while unknown
 */
public record LocalProgress(double share, String step, Duration duration) {
    private static final int ENCODE_STAGE = 2;

    static LocalProgress of(JobRecord job, @Nullable String sourceJson) {
        Optional<StepRecord> running = job.steps().stream()
                .filter(step -> step.state() == StepState.RUNNING)
                .min(Comparator.comparing(StepRecord::name));
        boolean planned = job.state() == JobState.SUCCEEDED
                || job.steps().stream().anyMatch(step -> step.stage() >= ENCODE_STAGE);
        long durationUs =
                sourceJson == null ? 0 : SourceDescription.fromJson(sourceJson).durationUs();
        return new LocalProgress(
                planned ? job.progress() : 0,
                running.map(StepRecord::name).orElse(""),
                Duration.ofNanos(durationUs * 1000));
    }
}
