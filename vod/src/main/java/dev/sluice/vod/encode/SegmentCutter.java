package dev.sluice.vod.encode;

import dev.sluice.media.EncodedSample;
import dev.sluice.vod.plan.LadderPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one rendition's pictures in decode order into the plan's segments, and gives each sample its decode time: the
 * n-th sample of a segment is decoded at the n-th presentation time. One thread.
 */
final class SegmentCutter {
    private final String rendition;
    private final LadderPlan plan;
    private final int endSegment;
    private final SegmentSink sink;
    private final List<EncodedSample> open = new ArrayList<>();
    private int segment;

    SegmentCutter(String rendition, LadderPlan plan, int firstSegment, int endSegment, SegmentSink sink) {
        this.rendition = rendition;
        this.plan = plan;
        this.segment = firstSegment;
        this.endSegment = endSegment;
        this.sink = sink;
    }

    void add(EncodedSample sample) throws IOException {
        if (sample.syncSample() && segment + 1 < endSegment && sample.ptsTicks() == plan.segmentEndTicks(segment)) {
            give();
        }
        open.add(sample);
    }

    void finish() throws IOException {
        give();
        if (segment != endSegment) {
            throw new IllegalStateException(rendition + " ended before segment " + segment);
        }
    }

    private void give() throws IOException {
        long startTicks = plan.segmentStartTicks().get(segment);
        long endTicks = plan.segmentEndTicks(segment);
        if (open.isEmpty() || !open.getFirst().syncSample() || open.getFirst().ptsTicks() != startTicks) {
            throw new IllegalStateException(
                    rendition + " has no sync sample at the start of segment " + segment + ", " + startTicks);
        }
        long[] times = open.stream().mapToLong(EncodedSample::ptsTicks).sorted().toArray();
        if (times[0] != startTicks || times[times.length - 1] >= endTicks) {
            throw new IllegalStateException(rendition + " has pictures outside segment " + segment);
        }
        List<EncodedSample> samples = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            EncodedSample sample = open.get(i);
            samples.add(new EncodedSample(
                    sample.trackId(), sample.ptsTicks(), times[i], sample.syncSample(), sample.payload()));
        }
        open.clear();
        sink.onSegment(rendition, segment, startTicks, endTicks, samples);
        segment++;
    }
}
