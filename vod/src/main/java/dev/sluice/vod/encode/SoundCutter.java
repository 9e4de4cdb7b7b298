package dev.sluice.vod.encode;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.vod.plan.LadderPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts sound into the plan's segments: a segment has the samples that start at or after its boundary. One thread. */
final class SoundCutter {
    private final String rendition;
    private final LadderPlan plan;
    private final Timescale clock;
    private final SegmentSink sink;
    private final List<EncodedSample> open = new ArrayList<>();
    private int segment;

    SoundCutter(String rendition, LadderPlan plan, Timescale clock, SegmentSink sink) {
        this.rendition = rendition;
        this.plan = plan;
        this.clock = clock;
        this.sink = sink;
    }

    void add(EncodedSample sample) throws IOException {
        boolean hasNext = segment + 1 < plan.segmentStartTicks().size();
        if (hasNext && sample.ptsTicks() >= startSamples(segment + 1)) {
            give();
        }
        open.add(sample);
    }

    void finish() throws IOException {
        give();
        if (segment != plan.segmentStartTicks().size()) {
            throw new IllegalStateException(rendition + " ended before segment " + segment);
        }
    }

    private void give() throws IOException {
        if (open.isEmpty()) {
            throw new IllegalStateException(rendition + " has nothing in segment " + segment);
        }
        sink.onSegment(
                rendition,
                segment,
                plan.segmentStartTicks().get(segment),
                plan.segmentEndTicks(segment),
                List.copyOf(open));
        open.clear();
        segment++;
    }

    /** The first sample at or after a boundary. */
    private long startSamples(int index) {
        long ticks = plan.segmentStartTicks().get(index);
        return -Math.floorDiv(-ticks * clock.ticksPerSecond(), Timescale.VIDEO.ticksPerSecond());
    }
}
