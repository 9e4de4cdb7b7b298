package dev.sluice.packager.cmaf;

import java.util.concurrent.atomic.LongAdder;

/** What went on in the segmenters of one presentation, over all renditions. Safe for use by many threads. */
public final class SegmenterCounters {
    private final LongAdder segments = new LongAdder();
    private final LongAdder misalignedSegments = new LongAdder();
    private final LongAdder refusedSamples = new LongAdder();

    void countSegment() {
        segments.increment();
    }

    void countMisaligned() {
        misalignedSegments.increment();
    }

    /** A sample that was not taken. */
    public void countRefused() {
        refusedSamples.increment();
    }

    public long segments() {
        return segments.sum();
    }

    public long misalignedSegments() {
        return misalignedSegments.sum();
    }

    public long refusedSamples() {
        return refusedSamples.sum();
    }
}
