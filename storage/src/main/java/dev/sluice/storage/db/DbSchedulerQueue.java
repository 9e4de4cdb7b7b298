package dev.sluice.storage.db;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.sluice.engine.job.JobQueue;
import dev.sluice.engine.job.StepHandler;
import dev.sluice.engine.job.StepOutcome;
import dev.sluice.engine.port.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of steps on db-scheduler: a row is picked by one node, which says each {@code heartbeat} that it lives; a
 * row whose node has not for four of them goes to another. Workers are platform threads, since steps are native work.
 */
final class DbSchedulerQueue implements JobQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DbSchedulerQueue.class);
    /** The fewest that db-scheduler allows. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    /** Rows looked for at a time, as multiples of the workers: no node hoards work that another could begin. */
    private static final double FETCH_BELOW = 0.5;

    private static final double FETCH_UP_TO = 1.0;

    private final DataSource database;
    private final String node;
    private final int workers;
    private final Duration heartbeat;
    private @Nullable Scheduler scheduler;
    private @Nullable StepHandler handler;

    DbSchedulerQueue(DataSource database, String node, int workers, Duration heartbeat) {
        this.database = database;
        this.node = node;
        this.workers = workers;
        this.heartbeat = heartbeat;
    }

    @Override
    public void start(StepHandler handler) {
        ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("vod-worker-", 1).daemon().factory());
        Scheduler started = Scheduler.create(database, steps(handler), removals(handler))
                .schedulerName(new SchedulerName.Fixed(node))
                .executorService(pool)
                .threads(workers)
                .pollingInterval(POLL)
                .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO)
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SHUTDOWN)
                .enablePriority()
                .failureLogging(LogLevel.WARN, /* logStackTrace= */ false)
                .build();
        started.start();
        this.handler = handler;
        scheduler = started;
        LOG.info("{} workers take files to process", workers);
    }

    @Override
    public void wake() {
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void close() {
        StepHandler running = handler;
        Scheduler polling = scheduler;
        if (running != null && polling != null) {
            running.stop();
            polling.stop();
        }
    }

    private static Task<Void> steps(StepHandler handler) {
        return Tasks.custom(QueuedTasks.STEP, Void.class)
                .onDeadExecutionRevive()
                .onFailure((failed, operations) ->
                        operations.reschedule(failed, Instant.now().plus(AFTER_FAILURE)))
                .execute((instance, context) -> toCompletion(handler.run(QueuedTasks.stepOf(instance.getId()))));
    }

    private static Task<Void> removals(StepHandler handler) {
        return Tasks.custom(QueuedTasks.REMOVAL, Void.class)
                .onDeadExecutionRevive()
                .onFailure((failed, operations) ->
                        operations.reschedule(failed, Instant.now().plus(AFTER_FAILURE)))
                .execute((instance, context) -> {
                    String prefix = QueuedTasks.prefixOf(instance.getId());
                    try {
                        handler.removeObjects(prefix);
                        return toCompletion(new StepOutcome.Done());
                    } catch (ObjectStoreException away) {
                        LOG.warn("The objects beneath {} are removed later: {}", prefix, away.getMessage());
                        return toCompletion(new StepOutcome.Again(AFTER_FAILURE));
                    }
                });
    }

    private static CompletionHandler<Void> toCompletion(StepOutcome outcome) {
        return switch (outcome) {
            case StepOutcome.Done ignored -> (complete, operations) -> operations.remove();
            case StepOutcome.Again again ->
                (complete, operations) ->
                        operations.reschedule(complete, Instant.now().plus(again.after()));
        };
    }
}
