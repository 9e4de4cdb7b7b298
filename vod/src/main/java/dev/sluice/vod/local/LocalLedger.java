package dev.sluice.vod.local;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one job, in memory, with the rules of the one in the database: fences, stages, and work given out when
 * the stage before has ended. All state is behind this object's monitor.
 */
final class LocalLedger implements JobLedger {
    /** What every job begins with. */
    static final NewStep FIRST = new NewStep("probe", 0, 1);

    private final JobId job;
    private final LocalAsset asset;
    private final Instant createdAt;
    private final Consumer<List<StepRef>> queue;
    private final Map<String, Step> steps = new TreeMap<>();
    private JobState state = JobState.RUNNING;
    private @Nullable Failure failure;
    private @Nullable Instant finishedAt;

    /** One step as it changes. Guarded by the ledger. */
    private static final class Step {
        private final NewStep what;
        private StepState state = StepState.WAITING;
        private long fence;
        private int failures;
        private @Nullable String worker;
        private double progress;
        private @Nullable Instant startedAt;
        private @Nullable Instant finishedAt;
        private @Nullable String lastFailure;
        private @Nullable String resultJson;

        Step(NewStep what) {
            this.what = what;
        }

        StepRecord toRecord() {
            return new StepRecord(
                    what.name(),
                    what.stage(),
                    what.weight(),
                    state,
                    failures,
                    worker,
                    progress,
                    startedAt,
                    finishedAt,
                    lastFailure,
                    resultJson);
        }
    }

    /** @param queue is given the steps of a stage, the largest first, when they may run; must not block */
    LocalLedger(JobId job, LocalAsset asset, Instant now, Consumer<List<StepRef>> queue) {
        this.job = job;
        this.asset = asset;
        this.createdAt = now;
        this.queue = queue;
    }

    /** Gives out the first step. */
    synchronized void begin() {
        steps.put(FIRST.name(), new Step(FIRST));
        giveOut(FIRST.stage());
    }

    @Override
    public synchronized Optional<StartedStep> start(StepRef ref, String worker, Instant now) {
        Step step = steps.get(ref.step());
        if (state != JobState.RUNNING || step == null || step.state == StepState.SUCCEEDED) {
            return Optional.empty();
        }
        if (step.state == StepState.RUNNING) {
            step.failures++;
        }
        step.fence++;
        step.state = StepState.RUNNING;
        step.worker = worker;
        step.progress = 0;
        step.startedAt = now;
        return Optional.of(new StartedStep(ref, asset.id(), step.what.stage(), step.fence, step.failures));
    }

    @Override
    public synchronized boolean progress(StartedStep started, double share) {
        Step step = held(started);
        if (step == null) {
            return false;
        }
        step.progress = Math.clamp(share, 0.0, 1.0);
        return true;
    }

    @Override
    public synchronized boolean succeed(StartedStep started, String resultJson, List<NewStep> next, Instant now) {
        Step step = held(started);
        if (step == null) {
            return false;
        }
        end(step, resultJson, now);
        for (NewStep added : next) {
            steps.putIfAbsent(added.name(), new Step(added));
        }
        advance(step.what.stage());
        return true;
    }

    @Override
    public synchronized boolean failTry(StartedStep started, String sentence) {
        Step step = held(started);
        if (step == null) {
            return false;
        }
        step.state = StepState.WAITING;
        step.failures++;
        step.progress = 0;
        step.lastFailure = sentence;
        return true;
    }

    @Override
    public synchronized void release(StartedStep started) {
        Step step = held(started);
        if (step != null) {
            step.state = StepState.WAITING;
            step.progress = 0;
        }
    }

    @Override
    public synchronized boolean fail(StartedStep started, Failure why, Instant now) {
        Step step = held(started);
        if (step == null) {
            return false;
        }
        step.lastFailure = why.message();
        state = JobState.FAILED;
        failure = why;
        finishedAt = now;
        asset.fail(why, now);
        return true;
    }

    @Override
    public void describeSource(StartedStep step, String sourceJson) {
        asset.describe(sourceJson);
    }

    @Override
    public synchronized boolean publish(StartedStep started, AssetOutput output, Instant now) {
        Step step = held(started);
        if (step == null) {
            return false;
        }
        end(step, "{}", now);
        state = JobState.SUCCEEDED;
        finishedAt = now;
        asset.ready(output, now);
        return true;
    }

    @Override
    public synchronized Optional<String> result(StepRef ref) {
        Step step = ref.job().equals(job) ? steps.get(ref.step()) : null;
        return step == null ? Optional.empty() : Optional.ofNullable(step.resultJson);
    }

    @Override
    public synchronized List<StepRecord> steps(JobId id) {
        if (!id.equals(job)) {
            return List.of();
        }
        return steps.values().stream()
                .map(Step::toRecord)
                .sorted(Comparator.comparing(StepRecord::stage).thenComparing(StepRecord::name))
                .toList();
    }

    @Override
    public synchronized Optional<JobRecord> newest(AssetId id) {
        return id.equals(asset.id()) ? Optional.of(record()) : Optional.empty();
    }

    synchronized JobRecord record() {
        return new JobRecord(job, asset.id(), state, failure, createdAt, finishedAt, steps(job));
    }

    private static void end(Step step, String resultJson, Instant now) {
        step.state = StepState.SUCCEEDED;
        step.resultJson = resultJson;
        step.progress = 1;
        step.finishedAt = now;
    }

    /** The next stage that has steps, once all steps up to this one have ended. */
    private void advance(int stage) {
        boolean ended = steps.values().stream()
                .allMatch(step -> step.what.stage() > stage || step.state == StepState.SUCCEEDED);
        if (ended) {
            steps.values().stream()
                    .mapToInt(step -> step.what.stage())
                    .filter(other -> other > stage)
                    .min()
                    .ifPresent(this::giveOut);
        }
    }

    private void giveOut(int stage) {
        List<Step> ready = new ArrayList<>(steps.values());
        ready.removeIf(step -> step.what.stage() != stage);
        ready.sort(
                Comparator.comparingDouble((Step step) -> -step.what.weight()).thenComparing(step -> step.what.name()));
        queue.accept(
                ready.stream().map(step -> new StepRef(job, step.what.name())).toList());
    }

    /** Null when the right is lost. */
    private @Nullable Step held(StartedStep started) {
        Step step = steps.get(started.step().step());
        boolean holds = step != null
                && state == JobState.RUNNING
                && step.state == StepState.RUNNING
                && step.fence == started.fence();
        return holds ? step : null;
    }
}
