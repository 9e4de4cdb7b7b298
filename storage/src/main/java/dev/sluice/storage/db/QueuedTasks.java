package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.SCHEDULED_TASKS;

import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.StepRef;
import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Work for the queue, written in the transactions that cause it: rows of db-scheduler's table as its own client would
 * make them.
 */
final class QueuedTasks {
    static final String STEP = "vod-step";
    static final String REMOVAL = "object-removal";

    /** A worker that has lost its right may write for so long after. */
    private static final Duration SECOND_SWEEP = Duration.ofMinutes(10);

    private static final char STEP_MARK = '/';
    private static final char SWEEP_MARK = '#';

    private QueuedTasks() {}

    static void step(DSLContext tx, StepRef step, int priority, Instant now) {
        add(tx, STEP, step.job() + "/" + step.step(), priority, now);
    }

    /** Those of a job that nobody has taken yet; who has one finds out by its fence. */
    static void dropSteps(DSLContext tx, JobId job) {
        tx.deleteFrom(SCHEDULED_TASKS)
                .where(
                        SCHEDULED_TASKS.TASK_NAME.eq(STEP),
                        SCHEDULED_TASKS.TASK_INSTANCE.startsWith(job.toString() + STEP_MARK),
                        SCHEDULED_TASKS.PICKED.isFalse())
                .execute();
    }

    /** Has the objects removed now, and again when nobody can still be writing them. */
    static void removal(DSLContext tx, String keyPrefix, Instant now) {
        add(tx, REMOVAL, keyPrefix + SWEEP_MARK + 1, 0, now);
        add(tx, REMOVAL, keyPrefix + SWEEP_MARK + 2, 0, now.plus(SECOND_SWEEP));
    }

    static StepRef stepOf(String instance) {
        int mark = instance.indexOf(STEP_MARK);
        return new StepRef(JobId.parse(instance.substring(0, mark)), instance.substring(mark + 1));
    }

    static String prefixOf(String instance) {
        return instance.substring(0, instance.lastIndexOf(SWEEP_MARK));
    }

    private static void add(DSLContext tx, String task, String instance, int priority, Instant at) {
        tx.insertInto(SCHEDULED_TASKS)
                .set(SCHEDULED_TASKS.TASK_NAME, task)
                .set(SCHEDULED_TASKS.TASK_INSTANCE, instance)
                .set(SCHEDULED_TASKS.EXECUTION_TIME, at)
                .set(SCHEDULED_TASKS.PICKED, DSL.inline(false))
                .set(SCHEDULED_TASKS.VERSION, 1L)
                .set(SCHEDULED_TASKS.PRIORITY, (short) priority)
                .onConflictDoNothing()
                .execute();
    }
}
