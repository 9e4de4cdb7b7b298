package dev.sluice.packager.file;

import dev.sluice.packager.hls.VodMultivariantPlaylist.Rate;

/** Rates of a run of segments, as HLS and DASH define them. Not safe for use by several threads. */
final class SegmentRates {
    private static final double BITS_TIMES_MICROS = 8e6;
    private static final int MAX_REFINEMENTS = 64;

    private final long[] sizesBytes;
    private final long[] durationsUs;
    private final double averageBps;

    /** @param durationsUs as many as sizes, at least one, each greater than zero */
    SegmentRates(long[] sizesBytes, long[] durationsUs) {
        this.sizesBytes = sizesBytes;
        this.durationsUs = durationsUs;
        long totalBytes = 0;
        long totalUs = 0;
        for (int i = 0; i < sizesBytes.length; i++) {
            totalBytes += sizesBytes[i];
            totalUs += durationsUs[i];
        }
        averageBps = bps(totalBytes, totalUs);
    }

    /**
     * BANDWIDTH and AVERAGE-BANDWIDTH. The peak is the largest rate of any run of segments that lasts between half and
     * one and a half target durations (RFC 8216bis section 1.1.3, "peak segment bit rate").
     */
    Rate hls(long targetDurationUs) {
        double peakBps = averageBps;
        for (int from = 0; from < sizesBytes.length; from++) {
            long bytes = 0;
            long us = 0;
            for (int i = from; i < sizesBytes.length && 2 * (us + durationsUs[i]) <= 3 * targetDurationUs; i++) {
                bytes += sizesBytes[i];
                us += durationsUs[i];
                if (2 * us >= targetDurationUs) {
                    peakBps = Math.max(peakBps, bps(bytes, us));
                }
            }
        }
        return new Rate((long) Math.ceil(peakBps), (long) Math.ceil(averageBps));
    }

    /**
     * The bandwidth of DASH (ISO/IEC 23009-1 section 5.3.5.2): the least constant rate at which whoever starts at any
     * segment, and plays once {@code bufferUs} were loaded, has each segment whole before it is due. Each run of
     * segments from {@code i} to {@code k} asks for its bits in the buffer's time and the durations before {@code k};
     * the run that lacks most at some rate gives the next rate, until none lacks anything.
     */
    long dashBps(long bufferUs) {
        double rateBps = averageBps;
        for (int i = 0; i < MAX_REFINEMENTS; i++) {
            double neededBps = neededByWorstRun(rateBps, bufferUs);
            if (neededBps <= rateBps) {
                break;
            }
            rateBps = neededBps;
        }
        return (long) Math.ceil(rateBps);
    }

    private double neededByWorstRun(double rateBps, long bufferUs) {
        double worstLack = 0;
        double neededBps = rateBps;
        double lack = 0;
        long bytes = 0;
        long us = 0;
        for (int k = 0; k < sizesBytes.length; k++) {
            double lackAlone = lack(sizesBytes[k], bufferUs, rateBps);
            double lackOfRun = k == 0 ? lackAlone : lack + lack(sizesBytes[k], durationsUs[k - 1], rateBps);
            if (lackOfRun > lackAlone) {
                bytes += sizesBytes[k];
                us += durationsUs[k - 1];
                lack = lackOfRun;
            } else {
                bytes = sizesBytes[k];
                us = bufferUs;
                lack = lackAlone;
            }
            if (lack > worstLack) {
                worstLack = lack;
                neededBps = bps(bytes, us);
            }
        }
        return neededBps;
    }

    /** Bits, times a million, that do not arrive in time. */
    private static double lack(long bytes, long us, double rateBps) {
        return bytes * BITS_TIMES_MICROS - rateBps * us;
    }

    private static double bps(long bytes, long us) {
        return bytes * BITS_TIMES_MICROS / us;
    }
}
