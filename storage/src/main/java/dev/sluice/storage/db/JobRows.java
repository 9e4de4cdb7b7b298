package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.JOB;
import static dev.sluice.storage.db.generated.Tables.JOB_STEP;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StepRecord;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.job.StepState;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows of the tables {@code job} and {@code job_step}. */
final class JobRows {
    /** What a job for a file begins with; the other steps follow from what it finds. */
    static final String PROBE = "probe";

    private static final int USUAL_PRIORITY = 0;

    private JobRows() {}

    /** A new job for the asset, given to the queue. */
    static void begin(DSLContext tx, AssetId asset, String firstStep, Instant now) {
        JobId id = JobId.random();
        tx.insertInto(JOB)
                .set(JOB.ID, id.value())
                .set(JOB.ASSET_ID, asset.value())
                .set(JOB.PRIORITY, USUAL_PRIORITY)
                .set(JOB.CREATED_AT, now)
                .execute();
        add(tx, id, List.of(new NewStep(firstStep, 0, 1)));
        QueuedTasks.step(tx, new StepRef(id, firstStep), USUAL_PRIORITY, now);
    }

    /** What the jobs of the asset begin with. */
    static String firstStep(DSLContext tx, AssetId asset) {
        return tx.select(JOB_STEP.NAME)
                .from(JOB_STEP)
                .join(JOB)
                .on(JOB.ID.eq(JOB_STEP.JOB_ID))
                .where(JOB.ASSET_ID.eq(asset.value()), JOB_STEP.STAGE.eq(0))
                .limit(1)
                .fetchOptional(JOB_STEP.NAME)
                .orElse(PROBE);
    }

    static void add(DSLContext tx, JobId job, List<NewStep> steps) {
        for (NewStep step : steps) {
            tx.insertInto(JOB_STEP)
                    .set(JOB_STEP.JOB_ID, job.value())
                    .set(JOB_STEP.NAME, step.name())
                    .set(JOB_STEP.STAGE, step.stage())
                    .set(JOB_STEP.WEIGHT, step.weight())
                    .onConflictDoNothing()
                    .execute();
        }
    }

    /** Gives the next stage to the queue when this one is over. The job's row must be locked. */
    static void advance(DSLContext tx, JobId job, int stage, int priority, Instant now) {
        boolean unfinished = tx.fetchExists(
                JOB_STEP,
                JOB_STEP.JOB_ID.eq(job.value()),
                JOB_STEP.STAGE.eq(stage),
                JOB_STEP.STATE.ne(StepState.SUCCEEDED));
        Integer next = tx.select(DSL.min(JOB_STEP.STAGE))
                .from(JOB_STEP)
                .where(JOB_STEP.JOB_ID.eq(job.value()), JOB_STEP.STAGE.gt(stage))
                .fetchSingle()
                .value1();
        if (unfinished || next == null) {
            return;
        }
        tx.select(JOB_STEP.NAME)
                .from(JOB_STEP)
                .where(JOB_STEP.JOB_ID.eq(job.value()), JOB_STEP.STAGE.eq(next))
                .orderBy(JOB_STEP.NAME)
                .fetch(JOB_STEP.NAME)
                .forEach(name -> QueuedTasks.step(tx, new StepRef(job, name), priority, now));
    }

    static List<StepRecord> steps(DSLContext sql, JobId job) {
        return sql.selectFrom(JOB_STEP)
                .where(JOB_STEP.JOB_ID.eq(job.value()))
                .orderBy(JOB_STEP.STAGE, JOB_STEP.NAME)
                .fetch(JobRows::toStep);
    }

    static JobRecord toJob(Record row, List<StepRecord> steps) {
        return new JobRecord(
                new JobId(row.get(JOB.ID)),
                new AssetId(row.get(JOB.ASSET_ID)),
                row.get(JOB.STATE),
                row.get(JOB.STATE) == JobState.FAILED
                        ? new Failure(row.get(JOB.FAILURE_CODE), row.get(JOB.FAILURE_MESSAGE))
                        : null,
                row.get(JOB.CREATED_AT),
                row.get(JOB.FINISHED_AT),
                steps);
    }

    private static StepRecord toStep(Record row) {
        @Nullable JSONB result = row.get(JOB_STEP.RESULT);
        return new StepRecord(
                row.get(JOB_STEP.NAME),
                row.get(JOB_STEP.STAGE),
                row.get(JOB_STEP.WEIGHT),
                row.get(JOB_STEP.STATE),
                row.get(JOB_STEP.FAILURES),
                row.get(JOB_STEP.WORKER),
                row.get(JOB_STEP.PROGRESS),
                row.get(JOB_STEP.STARTED_AT),
                row.get(JOB_STEP.FINISHED_AT),
                row.get(JOB_STEP.LAST_FAILURE),
                result == null ? null : result.data());
    }
}
