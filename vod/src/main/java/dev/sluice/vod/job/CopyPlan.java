package dev.sluice.vod.job;

import dev.sluice.media.codec.Rational;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.vod.publish.TrackText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset that is made of segments which are there already, without encoding: which of them, and when they play in it.
 *
 * @param poster key of a picture that stands for it; null for none
 * @param notes what its owner should know
 */
record CopyPlan(
        long durationUs, List<CopiedFile> files, @Nullable String poster, List<String> notes) {
    CopyPlan {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /**
     * One rendition.
     *
     * @param label for a player's list; blank for none
     * @param frameRate null for sound
     */
    record CopiedFile(
            String name,
            TrackText track,
            @Nullable String language,
            String label,
            boolean preferred,
            @Nullable Rational frameRate,
            List<CopiedSegment> segments) {
        CopiedFile {
            segments = List.copyOf(segments);
        }

        List<SegmentEntry> entries() {
            return segments.stream().map(CopiedSegment::entry).toList();
        }
    }

    /**
     * @param key of the object that it is in
     * @param entry as the new file has it
     */
    record CopiedSegment(String key, long offsetBytes, SegmentEntry entry) {}
}
