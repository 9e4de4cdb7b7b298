package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.plan.EncodeProfile.Rung;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.testing.MemoryAssets;
import dev.sluice.vod.testing.MemoryJobs;
import dev.sluice.vod.testing.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A whole job, from a file to what players read, by the real steps over stores in memory. */
final class JobRig {
    static final EncodeProfile PROFILE =
            new EncodeProfile("test", 1, List.of(new Rung(180, 500_000, 28, 60)), "ultrafast", 2, 4, 64_000, 128_000);

    final MemoryStore store = new MemoryStore();
    final MemoryJobs jobs = new MemoryJobs(StepNames.PROBE);
    private final EncodeProfile profile;

    JobRig() {
        this(PROFILE);
    }

    JobRig(EncodeProfile profile) {
        this.profile = profile;
    }

    /** Runs all steps; the asset must come of it. */
    AssetOutput run(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String key = AssetKeys.upload(jobs.asset()) + "source";
        store.put(key, List.of(Payload.wrap(bytes)), new ObjectMetadata("video/mp4", ""));
        VodWorker worker = worker(key, bytes.length);
        Optional<StepRef> next = jobs.next();
        while (next.isPresent()) {
            worker.run(next.get());
            next = jobs.next();
        }
        assertThat(jobs.failures()).isEmpty();
        return jobs.output();
    }

    /** The right to a step, which need not be in the plan. */
    StartedStep started(String step) {
        return new StartedStep(new StepRef(jobs.job(), step), jobs.asset(), 0, 1, 0);
    }

    /** One step that works on what earlier ones left. */
    void runStep(String step) {
        jobs.succeed(started("begin"), "{}", List.of(new NewStep(step, StepNames.ENCODE_STAGE, 1)), Instant.EPOCH);
        worker("nothing", 0).run(new StepRef(jobs.job(), step));
        assertThat(jobs.failures()).isEmpty();
    }

    private VodWorker worker(String sourceKey, int sourceBytes) {
        return VodWorkers.create(
                new VodWorkers.Stores(new MemoryAssets(() -> jobs.record(sourceKey, sourceBytes)), jobs, store, store),
                new Profiles(List.of(profile)),
                SourceLimits.DEFAULTS,
                new WorkerSettings("here", 2, Duration.ofMinutes(5)),
                () -> Instant.EPOCH);
    }

    String published() {
        return AssetKeys.published(jobs.asset());
    }

    List<String> names() {
        return store.namesBeneath(published());
    }

    String text(String name) {
        return store.text(published() + name);
    }

    byte[] bytes(String name) {
        return store.bytes(published() + name);
    }

    ObjectMetadata metadata(String name) {
        return store.metadata(published() + name);
    }
}
