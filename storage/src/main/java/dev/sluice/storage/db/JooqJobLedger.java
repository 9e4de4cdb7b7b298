package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;
import static dev.sluice.storage.db.generated.Tables.JOB;
import static dev.sluice.storage.db.generated.Tables.JOB_STEP;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRecord;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.job.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Jobs and their steps. Transactions that end a step lock the job's row first, so that of two last steps of a stage one
 * sees the other.
 */
final class JooqJobLedger implements JobLedger {
    private static final int MAX_SENTENCE = 500;

    private final DSLContext sql;

    JooqJobLedger(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<StartedStep> start(StepRef step, String worker, Instant now) {
        return Statements.run("start step " + step, () -> sql.update(JOB_STEP)
                .set(JOB_STEP.FENCE, JOB_STEP.FENCE.plus(1))
                .set(
                        JOB_STEP.FAILURES,
                        // Who was running it and never told is dead.
                        DSL.when(JOB_STEP.STATE.eq(StepState.RUNNING), JOB_STEP.FAILURES.plus(1))
                                .otherwise(JOB_STEP.FAILURES))
                .set(JOB_STEP.STATE, StepState.RUNNING)
                .set(JOB_STEP.WORKER, worker)
                .set(JOB_STEP.PROGRESS, 0.0)
                .set(JOB_STEP.STARTED_AT, now)
                .from(JOB)
                .where(
                        JOB.ID.eq(JOB_STEP.JOB_ID),
                        JOB.STATE.eq(JobState.RUNNING),
                        named(step),
                        JOB_STEP.STATE.ne(StepState.SUCCEEDED))
                .returningResult(JOB.ASSET_ID, JOB_STEP.STAGE, JOB_STEP.FENCE, JOB_STEP.FAILURES)
                .fetchOptional(row -> new StartedStep(
                        step,
                        new AssetId(row.get(JOB.ASSET_ID)),
                        row.get(JOB_STEP.STAGE),
                        row.get(JOB_STEP.FENCE),
                        row.get(JOB_STEP.FAILURES))));
    }

    @Override
    public boolean progress(StartedStep step, double share) {
        return Statements.run("note the progress of step " + step.step(), () -> sql.update(JOB_STEP)
                        .set(JOB_STEP.PROGRESS, Math.clamp(share, 0.0, 1.0))
                        .from(JOB)
                        .where(JOB.ID.eq(JOB_STEP.JOB_ID), JOB.STATE.eq(JobState.RUNNING), held(step))
                        .execute())
                == 1;
    }

    @Override
    public boolean succeed(StartedStep step, String resultJson, List<NewStep> next, Instant now) {
        return Statements.inTransaction(sql, "end step " + step.step(), tx -> {
            @Nullable Record job = lockRunning(tx, step);
            if (job == null || !end(tx, step, resultJson, now)) {
                return false;
            }
            JobRows.add(tx, step.step().job(), next);
            JobRows.advance(tx, step.step().job(), step.stage(), job.get(JOB.PRIORITY), now);
            return true;
        });
    }

    @Override
    public boolean failTry(StartedStep step, String sentence) {
        return Statements.run("note the failure of step " + step.step(), () -> sql.update(JOB_STEP)
                        .set(JOB_STEP.STATE, StepState.WAITING)
                        .set(JOB_STEP.FAILURES, JOB_STEP.FAILURES.plus(1))
                        .set(JOB_STEP.PROGRESS, 0.0)
                        .set(JOB_STEP.LAST_FAILURE, cut(sentence))
                        .where(held(step))
                        .execute())
                == 1;
    }

    @Override
    public void release(StartedStep step) {
        Statements.run("give back step " + step.step(), () -> sql.update(JOB_STEP)
                .set(JOB_STEP.STATE, StepState.WAITING)
                .set(JOB_STEP.PROGRESS, 0.0)
                .where(held(step))
                .execute());
    }

    @Override
    public boolean fail(StartedStep step, Failure failure, Instant now) {
        return Statements.inTransaction(sql, "end the job of step " + step.step(), tx -> {
            @Nullable Record job = lockRunning(tx, step);
            boolean holds = job != null && tx.fetchExists(JOB_STEP, held(step));
            if (!holds) {
                return false;
            }
            JobId id = step.step().job();
            tx.update(JOB_STEP)
                    .set(JOB_STEP.LAST_FAILURE, cut(failure.message()))
                    .where(held(step))
                    .execute();
            tx.update(JOB)
                    .set(JOB.STATE, JobState.FAILED)
                    .set(JOB.FAILURE_CODE, failure.code())
                    .set(JOB.FAILURE_MESSAGE, cut(failure.message()))
                    .set(JOB.FINISHED_AT, now)
                    .where(JOB.ID.eq(id.value()))
                    .execute();
            QueuedTasks.dropSteps(tx, id);
            QueuedTasks.removal(tx, AssetKeys.work(step.asset()), now);
            tx.update(ASSET)
                    .set(ASSET.STATUS, AssetStatus.FAILED)
                    .set(ASSET.FAILURE_CODE, failure.code())
                    .set(ASSET.FAILURE_MESSAGE, cut(failure.message()))
                    .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                    .set(ASSET.UPDATED_AT, now)
                    .where(ASSET.ID.eq(step.asset().value()))
                    .returning()
                    .fetchOptional()
                    .ifPresent(row -> AssetEvents.failed(tx, AssetRows.toRecord(tx, row), now));
            return true;
        });
    }

    @Override
    public void describeSource(StartedStep step, String sourceJson) {
        Statements.run("keep what asset " + step.asset() + " is made of", () -> sql.update(ASSET)
                .set(ASSET.SOURCE, JSONB.valueOf(sourceJson))
                .where(ASSET.ID.eq(step.asset().value()))
                .execute());
    }

    @Override
    public boolean publish(StartedStep step, AssetOutput output, Instant now) {
        return Statements.inTransaction(sql, "publish asset " + step.asset(), tx -> {
            @Nullable Record job = lockRunning(tx, step);
            if (job == null || !end(tx, step, "{}", now)) {
                return false;
            }
            tx.update(JOB)
                    .set(JOB.STATE, JobState.SUCCEEDED)
                    .set(JOB.FINISHED_AT, now)
                    .where(JOB.ID.eq(step.step().job().value()))
                    .execute();
            QueuedTasks.removal(tx, AssetKeys.work(step.asset()), now);
            AssetRows.writeRenditions(tx, step.asset(), output.renditions());
            AssetRows.writeSubtitles(tx, step.asset(), output.subtitles());
            tx.update(ASSET)
                    .set(ASSET.STATUS, AssetStatus.READY)
                    .set(ASSET.DURATION_US, output.durationUs())
                    .set(ASSET.THUMBNAIL, output.thumbnail())
                    .set(ASSET.STORYBOARD, output.storyboard())
                    .set(ASSET.NOTES, output.notes().toArray(String[]::new))
                    .set(ASSET.READY_AT, now)
                    .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                    .set(ASSET.UPDATED_AT, now)
                    .where(ASSET.ID.eq(step.asset().value()))
                    .returning()
                    .fetchOptional()
                    .ifPresent(row -> AssetEvents.processed(tx, AssetRows.toRecord(tx, row), now));
            return true;
        });
    }

    @Override
    public Optional<String> result(StepRef step) {
        return Statements.run("read the result of step " + step, () -> sql.select(JOB_STEP.RESULT)
                .from(JOB_STEP)
                .where(named(step), JOB_STEP.STATE.eq(StepState.SUCCEEDED))
                .fetchOptional(row -> row.value1().data()));
    }

    @Override
    public List<StepRecord> steps(JobId job) {
        return Statements.run("read the steps of job " + job, () -> JobRows.steps(sql, job));
    }

    @Override
    public Optional<JobRecord> newest(AssetId asset) {
        return Statements.run("find the job of asset " + asset, () -> sql.selectFrom(JOB)
                .where(JOB.ASSET_ID.eq(asset.value()))
                .orderBy(JOB.CREATED_AT.desc(), JOB.FINISHED_AT.desc().nullsFirst())
                .limit(1)
                .fetchOptional()
                .map(row -> JobRows.toJob(row, JobRows.steps(sql, new JobId(row.get(JOB.ID))))));
    }

    private static @Nullable Record lockRunning(DSLContext tx, StartedStep step) {
        return tx.selectFrom(JOB)
                .where(JOB.ID.eq(step.step().job().value()), JOB.STATE.eq(JobState.RUNNING))
                .forUpdate()
                .fetchOne();
    }

    private static boolean end(DSLContext tx, StartedStep step, String resultJson, Instant now) {
        return tx.update(JOB_STEP)
                        .set(JOB_STEP.STATE, StepState.SUCCEEDED)
                        .set(JOB_STEP.PROGRESS, 1.0)
                        .set(JOB_STEP.FINISHED_AT, now)
                        .set(JOB_STEP.RESULT, JSONB.valueOf(resultJson))
                        .where(held(step))
                        .execute()
                == 1;
    }

    private static Condition named(StepRef step) {
        return JOB_STEP.JOB_ID.eq(step.job().value()).and(JOB_STEP.NAME.eq(step.step()));
    }

    private static Condition held(StartedStep step) {
        return named(step.step()).and(JOB_STEP.FENCE.eq(step.fence())).and(JOB_STEP.STATE.eq(StepState.RUNNING));
    }

    private static String cut(String sentence) {
        return sentence.length() <= MAX_SENTENCE ? sentence : sentence.substring(0, MAX_SENTENCE);
    }
}
