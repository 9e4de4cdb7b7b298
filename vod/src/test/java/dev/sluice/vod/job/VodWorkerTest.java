package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.job.StepOutcome;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.testing.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What a worker makes of the ways in which a step can end. */
class VodWorkerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final int MAX_TRIES = 3;

    private final FakeLedger ledger = new FakeLedger();

    @Test
    void step_thatSucceeds_isDone() {
        assertThat(run(step -> {})).isEqualTo(new StepOutcome.Done());
        assertThat(ledger.calls).isEmpty();
    }

    @Test
    void step_ofAJobThatIsOver_isDoneWithoutRunning() {
        ledger.over = true;
        assertThat(run(step -> {
                    throw new IllegalStateException("must not run");
                }))
                .isEqualTo(new StepOutcome.Done());
    }

    @Test
    void file_thatIsRefused_failsTheJobAtOnceWithItsCode() {
        assertThat(run(step -> {
                    throw new RefusedSourceException("not_media", "The file holds no media.");
                }))
                .isEqualTo(new StepOutcome.Done());
        assertThat(ledger.failure).isEqualTo(new Failure("not_media", "The file holds no media."));
    }

    @Test
    void store_thatIsAway_isTriedAgainEverLater() {
        Step away = step -> {
            throw new ObjectStoreException("put of /secret/place failed", true, new IOException("full"));
        };
        assertThat(run(away)).isEqualTo(new StepOutcome.Again(Duration.ofSeconds(5)));
        ledger.failures = 1;
        assertThat(run(away)).isEqualTo(new StepOutcome.Again(Duration.ofSeconds(10)));
        assertThat(ledger.calls).hasSize(2).allSatisfy(call -> assertThat(call)
                .startsWith("failTry: The object store")
                .doesNotContain("secret"));
    }

    @Test
    void step_thatFailedTooOften_failsTheJobWithTheLastReason() {
        ledger.failures = MAX_TRIES - 1;
        assertThat(run(step -> {
                    throw new IOException("reset");
                }))
                .isEqualTo(new StepOutcome.Done());
        Failure failure = Objects.requireNonNull(ledger.failure);
        assertThat(failure.code()).isEqualTo("processing_failed");
        assertThat(failure.message()).contains("3 times").contains("could not be read");
    }

    @Test
    void step_thatKilledItsWorkersTooOften_isNotRunAgain() {
        ledger.failures = MAX_TRIES;
        assertThat(run(step -> {
                    throw new IllegalStateException("must not run");
                }))
                .isEqualTo(new StepOutcome.Done());
        assertThat(Objects.requireNonNull(ledger.failure).code()).isEqualTo("processing_failed");
    }

    @Test
    void defect_inAStep_isATryThatFailed() {
        assertThat(run(step -> {
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(StepOutcome.Again.class);
        assertThat(ledger.calls).containsExactly("failTry: The server failed in this step.");
    }

    @Test
    void step_thatAnotherWorkerHas_leavesTheLedgerAlone() {
        assertThat(run(step -> {
                    throw new CancellationException("not this worker's any more");
                }))
                .isInstanceOf(StepOutcome.Done.class);
        assertThat(ledger.failure).isNull();
    }

    @Test
    void node_thatStops_givesTheStepBackAtOnce() {
        VodWorker[] self = new VodWorker[1];
        self[0] = worker(
                step -> {
                    self[0].stop();
                    step.check();
                },
                Duration.ofHours(1));
        assertThat(self[0].run(ledger.step)).isEqualTo(new StepOutcome.Again(Duration.ZERO));
        assertThat(ledger.calls).containsExactly("release");
    }

    @Test
    void step_thatTakesTooLong_failsTheJob() {
        VodWorker worker = worker(StepRun::check, Duration.ofNanos(1));
        assertThat(worker.run(ledger.step)).isEqualTo(new StepOutcome.Done());
        assertThat(Objects.requireNonNull(ledger.failure).code()).isEqualTo("processing_too_long");
    }

    private StepOutcome run(Step step) {
        return worker(step, Duration.ofHours(1)).run(ledger.step);
    }

    private VodWorker worker(Step step, Duration maxStepTime) {
        return new VodWorker(
                ledger,
                name -> step,
                new ObjectRemoval(new MemoryStore(), new MemoryStore(), () -> NOW),
                new WorkerSettings("node-a", MAX_TRIES, maxStepTime),
                () -> NOW);
    }
}
