package dev.sluice.packager;

import dev.sluice.packager.RenditionInput.Ending;
import dev.sluice.packager.cmaf.SegmentBoundaries;
import dev.sluice.packager.cmaf.SegmenterCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The open period: its boundaries and the inputs of its renditions. Safe for use by many threads. */
final class LivePeriod {
    private final PublishedPeriod published;
    private final SegmentBoundaries boundaries;
    private final PresentationPublisher publisher;
    private final Map<String, RenditionInput> inputs = new LinkedHashMap<>();

    LivePeriod(
            PublishedPeriod published,
            List<RenditionPlan> plans,
            PresentationSettings settings,
            SegmenterCounters counters,
            PresentationPublisher publisher) {
        this.published = published;
        this.publisher = publisher;
        this.boundaries = new SegmentBoundaries(published.startPtsTicks());
        for (RenditionPlan plan : plans) {
            RenditionInput input = new RenditionInput(published, plan, boundaries, settings, counters, publisher);
            if (inputs.put(plan.name(), input) != null) {
                throw new IllegalArgumentException("two renditions of one name: " + plan.name());
            }
        }
    }

    boolean declareBoundary(long ptsTicks) {
        return boundaries.declare(ptsTicks);
    }

    void onWatermark(long ptsTicks) {
        for (RenditionInput input : inputs.values()) {
            input.onWatermark(ptsTicks);
        }
    }

    RenditionInput input(String rendition) {
        RenditionInput input = inputs.get(rendition);
        if (input == null) {
            throw new IllegalArgumentException("rendition " + rendition + " is not in this period's plan");
        }
        return input;
    }

    /** Closes every rendition, and brings all to the same last segment. */
    void end() {
        List<Ending> endings = new ArrayList<>();
        for (RenditionInput input : inputs.values()) {
            Ending ending = input.finish();
            if (ending != null) {
                endings.add(ending);
            }
        }
        int lastIndex = endings.stream().mapToInt(Ending::lastIndex).max().orElse(-1);
        long endPtsTicks = endings.stream().mapToLong(Ending::endPtsTicks).max().orElse(published.startPtsTicks());
        for (Ending ending : endings) {
            ending.segmenter().padTo(lastIndex, endPtsTicks);
        }
        publisher.endPeriod(published);
    }
}
