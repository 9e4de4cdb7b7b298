package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRecord;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.RepositoryException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step, and what was done with it. */
final class FakeLedger implements JobLedger {
    final AssetId asset = AssetId.random();
    final StepRef step = new StepRef(JobId.random(), "piece-00000");
    final List<String> calls = new ArrayList<>();
    int failures;
    boolean over;
    boolean takenAway;
    boolean databaseLost;

    @Nullable
    Failure failure;

    @Override
    public Optional<StartedStep> start(StepRef wanted, String worker, Instant now) {
        return over ? Optional.empty() : Optional.of(new StartedStep(wanted, asset, 2, 7, failures));
    }

    @Override
    public boolean progress(StartedStep started, double share) {
        if (databaseLost) {
            throw new RepositoryException("the database is not reachable", new IllegalStateException("lost"));
        }
        return !takenAway;
    }

    @Override
    public boolean succeed(StartedStep started, String resultJson, List<NewStep> next, Instant now) {
        calls.add("succeed");
        return !takenAway;
    }

    @Override
    public boolean failTry(StartedStep started, String sentence) {
        calls.add("failTry: " + sentence);
        return true;
    }

    @Override
    public void release(StartedStep started) {
        calls.add("release");
    }

    @Override
    public boolean fail(StartedStep started, Failure reason, Instant now) {
        calls.add("fail");
        failure = reason;
        return true;
    }

    @Override
    public void describeSource(StartedStep started, String sourceJson) {}

    @Override
    public boolean publish(StartedStep started, AssetOutput output, Instant now) {
        return true;
    }

    @Override
    public Optional<String> result(StepRef wanted) {
        return Optional.empty();
    }

    @Override
    public List<StepRecord> steps(JobId job) {
        return List.of();
    }

    @Override
    public Optional<JobRecord> newest(AssetId wanted) {
        return Optional.empty();
    }
}
