package dev.sluice.packager;

/**
 * Peak and average rate of one rendition as manifests show them: rounded, and changed only when they moved enough to
 * matter. Guarded by the publisher's lock.
 */
final class BitrateMeter {
    private static final int SETTLED_SEGMENTS = 5;
    private static final long ROUNDING_BPS = 1_000;
    private static final long AVERAGE_STEP_PERCENT = 2;

    private final long declaredBps;
    private final long minDurationUs;
    private long bytes;
    private long durationUs;
    private long measuredPeakBps;
    private long shownAverageBps;
    private int segments;

    /** @param minDurationUs shorter segments say nothing of the peak (RFC 8216bis section 1.1.3: half the target) */
    BitrateMeter(long declaredBps, long minDurationUs) {
        this.declaredBps = declaredBps;
        this.minDurationUs = minDurationUs;
    }

    void add(long segmentBytes, long segmentUs) {
        bytes += segmentBytes;
        durationUs += segmentUs;
        if (segmentUs >= minDurationUs) {
            segments++;
            measuredPeakBps = Math.max(measuredPeakBps, roundUp(bitsPerSecond(segmentBytes, segmentUs)));
        }
        long averageBps = roundUp(bitsPerSecond(bytes, durationUs));
        if (Math.abs(averageBps - shownAverageBps) * 100 > shownAverageBps * AVERAGE_STEP_PERCENT) {
            shownAverageBps = averageBps;
        }
    }

    /** The largest segment rate; until a few were measured, at least what the encoder aims at. */
    long peakBps() {
        long measured = Math.max(measuredPeakBps, shownAverageBps);
        return segments < SETTLED_SEGMENTS ? Math.max(measured, declaredBps) : measured;
    }

    long averageBps() {
        return shownAverageBps;
    }

    private static long bitsPerSecond(long bytes, long us) {
        return Math.round(bytes * 8e6 / Math.max(us, 1));
    }

    private static long roundUp(long bps) {
        return Math.ceilDiv(bps, ROUNDING_BPS) * ROUNDING_BPS;
    }
}
