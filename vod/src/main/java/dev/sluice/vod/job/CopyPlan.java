package dev.sluice.vod.job;

import dev.sluice.media.codec.Rational;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.publish.TrackText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset that was made of segments which were there already: its files, which are stored, and what is to be published
 * of them.
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
     * @param uri of the object, relative to the manifests
     * @param label for a player's list; blank for none
     * @param frameRate null for sound
     * @param compositionShiftTicks see {@link TrackFile}
     */
    record CopiedFile(
            String name,
            String uri,
            TrackText track,
            @Nullable String language,
            String label,
            boolean preferred,
            @Nullable Rational frameRate,
            long compositionShiftTicks,
            List<SegmentEntry> segments) {
        CopiedFile {
            segments = List.copyOf(segments);
        }

        TrackFile trackFile() {
            return new TrackFile(uri, track.track(), language, compositionShiftTicks, segments);
        }
    }
}
