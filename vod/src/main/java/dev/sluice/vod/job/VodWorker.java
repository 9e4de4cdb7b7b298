package dev.sluice.vod.job;

import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepHandler;
import dev.sluice.engine.job.StepOutcome;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.vod.source.RefusedSourceException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps that the queue gives to this node, and decides what a failure means: the end of the job when the file
 * is to blame, another try after a while when the world is, and the end when that happened too often. Safe for threads.
 */
public final class VodWorker implements StepHandler {
    private static final Logger LOG = LoggerFactory.getLogger(VodWorker.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 10;
    private static final String EXHAUSTED = "processing_failed";
    private static final String TOO_SLOW = "processing_too_long";

    private final JobLedger ledger;
    private final Function<String, Step> steps;
    private final ObjectRemoval removal;
    private final WorkerSettings settings;
    private final InstantSource clock;
    private volatile boolean stopping;

    /** @param steps by the name of a step */
    VodWorker(
            JobLedger ledger,
            Function<String, Step> steps,
            ObjectRemoval removal,
            WorkerSettings settings,
            InstantSource clock) {
        this.ledger = ledger;
        this.steps = steps;
        this.removal = removal;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public StepOutcome run(StepRef step) {
        Optional<StartedStep> started = ledger.start(step, settings.node(), clock.instant());
        if (started.isEmpty()) {
            return new StepOutcome.Done();
        }
        if (started.get().failures() >= settings.maxTries()) {
            String sentence = "A worker that did this step went away " + settings.maxTries() + " times; the step "
                    + step.step() + " is not tried again.";
            return end(started.get(), new Failure(EXHAUSTED, sentence));
        }
        return run(started.get());
    }

    @Override
    public void removeObjects(String keyPrefix) throws ObjectStoreException {
        removal.remove(keyPrefix);
    }

    @Override
    public void stop() {
        stopping = true;
    }

    // A worker's edge: whatever goes wrong in a step ends this try and nothing else.
    @SuppressWarnings("CatchingUnchecked")
    private StepOutcome run(StartedStep started) {
        StepRun run = new StepRun(
                ledger, started, () -> stopping, settings.maxStepTime().toNanos());
        try {
            steps.apply(started.step().step()).run(run);
            return new StepOutcome.Done();
        } catch (RefusedSourceException refused) {
            LOG.info("Asset {} is refused in step {}: {}", run.asset(), started.step(), refused.sentence());
            return end(started, new Failure(refused.code(), refused.sentence()));
        } catch (CancellationException stopped) {
            return afterStop(run);
        } catch (IOException | ObjectStoreException | FfmpegException | RuntimeException | LinkageError failure) {
            return run.isRaised() ? afterStop(run) : afterFailure(started, failure);
        }
    }

    private StepOutcome afterStop(StepRun run) {
        if (!run.isLost() && run.nodeStops()) {
            ledger.release(run.started());
            return new StepOutcome.Again(Duration.ZERO);
        }
        if (run.isLost() || !run.isOverdue()) {
            LOG.info(
                    "Step {} is somebody else's now, or its job is over",
                    run.started().step());
            return new StepOutcome.Done();
        }
        String sentence = "The step " + run.started().step().step() + " took longer than "
                + settings.maxStepTime().toMinutes() + " minutes.";
        return end(run.started(), new Failure(TOO_SLOW, sentence));
    }

    private StepOutcome afterFailure(StartedStep started, Throwable failure) {
        int failures = started.failures() + 1;
        LOG.warn("Step {} failed for the {}. time", started.step(), failures, failure);
        String reason = reason(failure);
        if (failures >= settings.maxTries()) {
            String sentence =
                    "The step " + started.step().step() + " failed " + failures + " times, at last so: " + reason;
            return end(started, new Failure(EXHAUSTED, sentence));
        }
        ledger.failTry(started, reason);
        return new StepOutcome.Again(pause(failures));
    }

    /** For the owner of the file: what is of the server is in its log. */
    private static String reason(Throwable failure) {
        return switch (failure) {
            case ObjectStoreException ignored -> "The object store did not take or give what the step needs.";
            case IOException ignored -> "The file could not be read from the object store.";
            case FfmpegException codec -> "The file could not be processed: " + codec.getMessage() + ".";
            default -> "The server failed in this step.";
        };
    }

    private StepOutcome end(StartedStep started, Failure failure) {
        ledger.fail(started, failure, clock.instant());
        return new StepOutcome.Done();
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
