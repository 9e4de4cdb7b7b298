package dev.sluice.api.video;

import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.StepRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job and its steps in JSON. */
public final class JobJson {
    /** Before that an estimate would be a guess. */
    private static final double LEAST_PROGRESS = 0.05;

    private static final double PERCENT = 100;
    private static final double DIGITS = 10;

    private JobJson() {}

    static JsonObject of(JobRecord job, Instant now) {
        JsonArray steps = new JsonArray();
        job.steps().forEach(step -> steps.add(step(step)));
        return new JsonObject()
                .put("id", job.id().toString())
                .put("video_id", job.asset().toString())
                .mergeIn(progressOf(job, now))
                .put("created_at", Timestamps.seconds(job.createdAt()))
                .put("finished_at", Timestamps.seconds(job.finishedAt()))
                .put(
                        "error",
                        job.failure() == null
                                ? null
                                : new JsonObject()
                                        .put("code", job.failure().code())
                                        .put("message", job.failure().message()))
                .put("steps", steps);
    }

    /** How far a job is. */
    public static JsonObject progressOf(JobRecord job, Instant now) {
        return new JsonObject()
                .put("status", VideoJson.name(job.state()))
                .put("progress", percent(job.progress()))
                .put("eta_seconds", etaSeconds(job, now));
    }

    private static JsonObject step(StepRecord step) {
        return new JsonObject()
                .put("name", step.name())
                .put("status", VideoJson.name(step.state()))
                .put("progress", percent(step.progress()))
                .put("worker", step.worker())
                .put("failures", step.failures())
                .put("last_failure", step.lastFailure())
                .put("started_at", Timestamps.seconds(step.startedAt()))
                .put("finished_at", Timestamps.seconds(step.finishedAt()));
    }

    private static double percent(double share) {
        return Math.round(share * PERCENT * DIGITS) / DIGITS;
    }

    private static @Nullable Long etaSeconds(JobRecord job, Instant now) {
        double done = job.progress();
        if (job.state() != JobState.RUNNING || done < LEAST_PROGRESS) {
            return null;
        }
        double elapsed = Duration.between(job.createdAt(), now).toMillis() / 1000.0;
        return Math.round(Math.max(0, elapsed * (1 - done) / done));
    }
}
