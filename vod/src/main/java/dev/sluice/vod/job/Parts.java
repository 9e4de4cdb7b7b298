package dev.sluice.vod.job;

import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceTimeline;
import java.util.List;

/** What steps leave for later steps, as JSON in their rows. */
final class Parts {
    private Parts() {}

    /** Of the probe. */
    record Probed(SourceDescription source, SourceTimeline timeline) {}

    /** Of a step that encoded: some segments of some renditions. */
    record Encoded(List<Part> parts) {
        Encoded {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Consecutive segments of one rendition, one after another in one object.
     *
     * @param segments in order
     */
    record Part(String rendition, String key, TrackText track, List<SegmentEntry> segments) {
        Part {
            segments = List.copyOf(segments);
        }
    }

    /** Pictures that stand for the asset. */
    record Pictures(String poster) {}
}
