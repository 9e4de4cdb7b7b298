package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.vod.encode.EncodeMonitor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of one step: tells the database how far it is, and the step when to stop. Used by the worker that runs it.
 */
final class StepRun implements EncodeMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(StepRun.class);
    private static final long TELL_EVERY_NS = 1_000_000_000L;

    private final JobLedger ledger;
    private final StartedStep started;
    private final BooleanSupplier nodeStops;
    private final long deadlineNs;
    private long toldNs = System.nanoTime();
    private double share;
    private boolean lost;

    StepRun(JobLedger ledger, StartedStep started, BooleanSupplier nodeStops, long maxNs) {
        this.ledger = ledger;
        this.started = started;
        this.nodeStops = nodeStops;
        this.deadlineNs = System.nanoTime() + maxNs;
    }

    StartedStep started() {
        return started;
    }

    AssetId asset() {
        return started.asset();
    }

    /** Another step of the same job. */
    StepRef sibling(String name) {
        return new StepRef(started.step().job(), name);
    }

    /** @param newShare 0 to 1 */
    void progress(double newShare) {
        share = newShare;
    }

    @Override
    public void onProgress(long doneTicks, long totalTicks) {
        progress(totalTicks <= 0 ? 0 : doneTicks / (double) totalTicks);
    }

    boolean nodeStops() {
        return nodeStops.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Whether another worker has the step now, or the job is over. */
    boolean isLost() {
        return lost;
    }

    boolean isOverdue() {
        return System.nanoTime() - deadlineNs > 0;
    }

    @Override
    public boolean isRaised() {
        long now = System.nanoTime();
        if (!lost && now - toldNs > TELL_EVERY_NS) {
            toldNs = now;
            tell();
        }
        return lost || nodeStops() || isOverdue();
    }

    /** While the database is away the work goes on: the fence decides whether it was for nothing. */
    private void tell() {
        try {
            lost = !ledger.progress(started, share);
        } catch (RepositoryException away) {
            LOG.debug("The progress of {} is told later: {}", started.step(), away.getMessage());
        }
    }
}
