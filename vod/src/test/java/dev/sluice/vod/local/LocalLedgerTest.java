package dev.sluice.vod.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalLedgerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId JOB = JobId.parse("6b1ff4a4-0000-4000-8000-000000000001");

    private final List<String> queued = new ArrayList<>();
    private final LocalAsset asset = new LocalAsset(
            new NewAsset(
                    new AssetId(JOB.value()),
                    new Owner("local", "local"),
                    new AssetDetails("film", null, Visibility.PRIVATE, List.of(), null, "{}"),
                    "film.mp4",
                    "uploads/film",
                    1),
            NOW);
    private final LocalLedger ledger =
            new LocalLedger(JOB, asset, NOW, steps -> steps.forEach(step -> queued.add(step.step())));

    @BeforeEach
    void begin() {
        ledger.begin();
    }

    @Test
    void stageWhoseLastStepSucceeds_givesOutTheNextOne_largestFirst() {
        assertThat(queued).containsExactly("probe");
        StartedStep probe = start("probe");
        ledger.succeed(
                probe,
                "{}",
                List.of(new NewStep("small", 1, 1), new NewStep("large", 1, 2), new NewStep("last", 2, 1)),
                NOW);
        assertThat(queued).containsExactly("probe", "large", "small");

        ledger.succeed(start("small"), "{}", List.of(), NOW);
        assertThat(queued).doesNotContain("last");
        ledger.succeed(start("large"), "{}", List.of(), NOW);
        assertThat(queued).endsWith("last");
    }

    @Test
    void stepThatWasStartedAnew_isNotItsFirstWorkersAnyMore() {
        StartedStep first = start("probe");
        StartedStep second = start("probe");

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.failures()).isEqualTo(1);
        assertThat(ledger.progress(first, 0.5)).isFalse();
        assertThat(ledger.succeed(first, "{}", List.of(), NOW)).isFalse();
        assertThat(ledger.fail(first, new Failure("x", "y"), NOW)).isFalse();
        assertThat(ledger.succeed(second, "{\"a\":1}", List.of(), NOW)).isTrue();
        assertThat(ledger.result(new StepRef(JOB, "probe"))).contains("{\"a\":1}");
    }

    @Test
    void failedTry_waitsAndIsCounted_releasedOneIsNot() {
        ledger.failTry(start("probe"), "the disk is full");
        ledger.release(start("probe"));
        assertThat(start("probe").failures()).isEqualTo(1);
        assertThat(ledger.steps(JOB).getFirst().lastFailure()).isEqualTo("the disk is full");
    }

    @Test
    void failedJob_failsItsAsset_andStartsNothingMore() {
        assertThat(ledger.fail(start("probe"), new Failure("not_media", "This is no film."), NOW))
                .isTrue();
        assertThat(ledger.record().state()).isEqualTo(JobState.FAILED);
        assertThat(asset.record().status()).isEqualTo(AssetStatus.FAILED);
        assertThat(asset.record().failure()).isEqualTo(new Failure("not_media", "This is no film."));
        assertThat(ledger.start(new StepRef(JOB, "probe"), "w", NOW)).isEmpty();
    }

    @Test
    void published_makesTheAssetReady() {
        AssetOutput output = new AssetOutput(1_000_000, List.of(), List.of(), null, null, List.of());
        assertThat(ledger.publish(start("probe"), output, NOW)).isTrue();
        assertThat(asset.record().status()).isEqualTo(AssetStatus.READY);
        assertThat(asset.record().output()).isEqualTo(output);
        assertThat(ledger.record().progress()).isEqualTo(1);
    }

    private StartedStep start(String step) {
        return ledger.start(new StepRef(JOB, step), "worker", NOW).orElseThrow();
    }
}
