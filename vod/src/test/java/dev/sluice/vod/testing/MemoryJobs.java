package dev.sluice.vod.testing;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRecord;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.job.StepState;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One job of one asset, in memory. One thread. */
public final class MemoryJobs implements JobLedger {
    private final AssetId asset;
    private final JobId job = new JobId(new java.util.UUID(0x1234_5678_0000_0000L, 2));
    private final Map<String, NewStep> steps = new LinkedHashMap<>();
    private final Map<String, String> results = new HashMap<>();
    private final Set<String> failedOnce = new HashSet<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable Failure failure;
    private @Nullable AssetOutput output;
    private @Nullable String sourceJson;

    public MemoryJobs(String firstStep) {
        this(firstStep, new AssetId(new java.util.UUID(0, 1)));
    }

    public MemoryJobs(String firstStep, AssetId asset) {
        this.asset = asset;
        steps.put(firstStep, new NewStep(firstStep, 0, 0));
    }

    public AssetId asset() {
        return asset;
    }

    public JobId job() {
        return job;
    }

    public String jobName() {
        return job.shortText();
    }

    /** The next step to run: of the lowest stage that is not done. */
    public Optional<StepRef> next() {
        if (failure != null || output != null) {
            return Optional.empty();
        }
        return steps.values().stream()
                .filter(step -> !results.containsKey(step.name()))
                .min((a, b) -> Integer.compare(a.stage(), b.stage()))
                .map(step -> new StepRef(job, step.name()));
    }

    public Set<String> stepNames() {
        return steps.keySet();
    }

    public @Nullable Failure failure() {
        return failure;
    }

    /** Sentences of tries that failed. */
    public List<String> failures() {
        return failures;
    }

    public AssetOutput output() {
        AssetOutput made = output;
        if (made == null) {
            throw new AssertionError("not published: " + failure + " " + failures);
        }
        return made;
    }

    public AssetRecord record(String sourceKey, long sourceBytes) {
        AssetDetails details = new AssetDetails("film", null, Visibility.PUBLIC, List.of(), null, "{}");
        return new AssetRecord(
                asset,
                new Owner("default", "account:1"),
                details,
                "film.mkv",
                sourceKey,
                sourceBytes,
                sourceJson,
                output == null ? AssetStatus.PROCESSING : AssetStatus.READY,
                failure,
                output,
                new AssetFigures(0, 0, 0, 0),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    @Override
    public Optional<StartedStep> start(StepRef step, String worker, Instant now) {
        NewStep known = steps.get(step.step());
        return known == null || results.containsKey(step.step())
                ? Optional.empty()
                : Optional.of(new StartedStep(step, asset, known.stage(), 1, failedOnce.contains(step.step()) ? 1 : 0));
    }

    @Override
    public boolean progress(StartedStep step, double share) {
        return true;
    }

    @Override
    public boolean succeed(StartedStep step, String resultJson, List<NewStep> next, Instant now) {
        results.put(step.step().step(), resultJson);
        next.forEach(each -> steps.put(each.name(), each));
        return true;
    }

    @Override
    public boolean failTry(StartedStep step, String sentence) {
        failedOnce.add(step.step().step());
        failures.add(sentence);
        return true;
    }

    @Override
    public void release(StartedStep step) {
        // Nobody else is there to take it.
    }

    @Override
    public boolean fail(StartedStep step, Failure why, Instant now) {
        failure = why;
        return true;
    }

    @Override
    public void describeSource(StartedStep step, String json) {
        sourceJson = json;
    }

    @Override
    public boolean publish(StartedStep step, AssetOutput made, Instant now) {
        results.put(step.step().step(), "{}");
        output = made;
        return true;
    }

    @Override
    public Optional<String> result(StepRef step) {
        return Optional.ofNullable(results.get(step.step()));
    }

    @Override
    public List<StepRecord> steps(JobId id) {
        return steps.values().stream().map(this::stepRecord).toList();
    }

    private StepRecord stepRecord(NewStep step) {
        String result = results.get(step.name());
        return new StepRecord(
                step.name(),
                step.stage(),
                step.weight(),
                result == null ? StepState.WAITING : StepState.SUCCEEDED,
                failedOnce.contains(step.name()) ? 1 : 0,
                /* worker= */ null,
                result == null ? 0 : 1,
                /* startedAt= */ null,
                /* finishedAt= */ null,
                /* lastFailure= */ null,
                result);
    }

    @Override
    public Optional<JobRecord> newest(AssetId id) {
        return Optional.empty();
    }
}
