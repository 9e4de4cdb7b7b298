package dev.sluice.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** The most memory that a server has while something happens, looked at every few milliseconds. One use. */
final class PeakMemory implements AutoCloseable {
    private static final long PAUSE_NS = 20_000_000;

    private final UploadWay.Usage usage;
    private volatile boolean stopped;
    private volatile double mostMib;

    private PeakMemory(UploadWay.Usage usage) {
        this.usage = usage;
    }

    static PeakMemory watch(UploadWay.Usage usage) {
        PeakMemory peak = new PeakMemory(usage);
        Thread.ofPlatform().daemon().name("peak-memory").start(peak::watch);
        return peak;
    }

    private void watch() {
        try {
            while (!stopped) {
                mostMib = Math.max(mostMib, usage.residentMib());
                LockSupport.parkNanos(PAUSE_NS);
            }
        } catch (IOException gone) {
            mostMib = Double.NaN; // Which no goal is above or below.
        }
    }

    /** Resident memory at its most. */
    double mib() {
        return mostMib;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
