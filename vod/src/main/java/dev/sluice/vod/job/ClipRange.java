package dev.sluice.vod.job;

import dev.sluice.media.Timescale;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.vod.source.RefusedSourceException;
import java.util.List;
import java.util.Optional;

/**
 * Which segments a clip is made of, from the first to before the last. Segments of all renditions are cut at the same
 * places, so their numbers are the same.
 */
record ClipRange(int first, int end) {
    /**
     * Those that any of the time is in.
     *
     * @param clock of the segments
     * @return empty when there are none
     */
    static Optional<ClipRange> of(List<SegmentEntry> segments, Timescale clock, long startUs, long endUs) {
        int first = -1;
        int end = -1;
        for (int i = 0; i < segments.size(); i++) {
            SegmentEntry segment = segments.get(i);
            boolean wanted =
                    clock.toMicros(segment.endTicks()) > startUs && clock.toMicros(segment.startTicks()) < endUs;
            if (wanted) {
                first = first < 0 ? i : first;
                end = i + 1;
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(new ClipRange(first, end));
    }

    static RefusedSourceException beyondEnd() {
        return new RefusedSourceException("clip_beyond_end", "The video ends before the clip begins.");
    }
}
