package dev.sluice.rtmp.session;

import java.util.concurrent.TimeUnit;

/**
 * Bounds the work that one connection may cause beside its bytes: chunks of one byte and messages of none are cheap to
 * send and dear to take. A connection over its budget is not read for a moment; it is slowed, not closed. Owned by the
 * connection's event loop.
 */
final class WorkBudget {
    /** Hundreds of times what an encoder needs, a few hundredths of a core. */
    static final long UNITS_PER_SECOND = 1_000_000;

    private static final long UNIT_NANOS = TimeUnit.SECONDS.toNanos(1) / UNITS_PER_SECOND;
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long paidUntilNanos;

    WorkBudget(long nowNanos) {
        this.paidUntilNanos = nowNanos - BURST_NANOS;
    }

    /** @return how long not to read, 0 while within the budget */
    long pauseNanos(int units, long nowNanos) {
        paidUntilNanos = Math.max(paidUntilNanos, nowNanos - BURST_NANOS) + units * UNIT_NANOS;
        return Math.max(0, paidUntilNanos - nowNanos);
    }
}
