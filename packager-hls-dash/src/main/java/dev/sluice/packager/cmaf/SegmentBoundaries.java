package dev.sluice.packager.cmaf;

import dev.sluice.media.Timescale;

/**
 * The boundaries declared for one period, on the 90 kHz clock; segment {@code i} of every rendition begins at boundary
 * {@code i}, and boundary 0 is the start of the period. Keeps the newest {@value #RETAINED}; a rendition that lags
 * further behind skips the ones it missed.
 *
 * <p>Safe for use by many threads: one declares, renditions read at their own pace.
 */
public final class SegmentBoundaries {
    static final int RETAINED = 4096;

    private final long[] ring = new long[RETAINED];
    private int count;

    public SegmentBoundaries(long startPtsTicks) {
        ring[0] = startPtsTicks;
        count = 1;
    }

    /** The last tick of another clock that is not after a time on the 90 kHz clock. */
    static long floorTicks(long ptsTicks, Timescale timescale) {
        int hz = timescale.ticksPerSecond();
        long bounded = Math.clamp(ptsTicks, Long.MIN_VALUE / hz, Long.MAX_VALUE / hz);
        return Math.floorDiv(bounded * hz, (long) Timescale.VIDEO.ticksPerSecond());
    }

    /** Returns false, and changes nothing, unless the time is after the newest boundary. */
    public synchronized boolean declare(long ptsTicks) {
        if (ptsTicks <= ring[(count - 1) % RETAINED]) {
            return false;
        }
        ring[count % RETAINED] = ptsTicks;
        count++;
        return true;
    }

    /** True once boundary {@code index} is known. */
    synchronized boolean declared(int index) {
        return index < count;
    }

    /** The given index, or the oldest one kept when that is gone. */
    synchronized int retainedFrom(int index) {
        return Math.max(index, count - RETAINED);
    }

    /** Boundary {@code index} as the first tick of another clock that is not before it. */
    synchronized long ticks(int index, Timescale timescale) {
        if (index >= count || index < count - RETAINED) {
            throw new IndexOutOfBoundsException("boundary " + index + " of " + count);
        }
        long ptsTicks = ring[index % RETAINED];
        int hz = timescale.ticksPerSecond();
        int videoHz = Timescale.VIDEO.ticksPerSecond();
        return hz == videoHz ? ptsTicks : Math.ceilDiv(Math.multiplyExact(ptsTicks, (long) hz), videoHz);
    }
}
