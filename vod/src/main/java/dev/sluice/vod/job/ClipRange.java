package dev.sluice.vod.job;

import dev.sluice.media.Timescale;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.vod.source.RefusedSourceException;
import java.util.List;

/**
 * Which segments a clip is made of, from the first to before the last. Segments of all renditions are cut at the same
 * places, so their numbers are the same.
 */
record ClipRange(int first, int end) {
    /**
     * Those that any of the time is in.
     *
     * @param clock of the segments
     * @throws RefusedSourceException when there are none
     */
    static ClipRange of(List<SegmentEntry> segments, Timescale clock, long startUs, long endUs)
            throws RefusedSourceException {
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
        if (first < 0) {
            throw new RefusedSourceException("clip_beyond_end", "The video ends before the clip begins.");
        }
        return new ClipRange(first, end);
    }
}
