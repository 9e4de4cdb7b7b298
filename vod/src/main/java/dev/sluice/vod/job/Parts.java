package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.packager.file.FileSegment;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.Storyboard;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceTimeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What steps leave for later steps, as JSON in their rows. */
final class Parts {
    private Parts() {}

    /** Of the probe. */
    record Probed(SourceDescription source, SourceTimeline timeline) {}

    /**
     * Of a step that encoded: some segments of some renditions.
     *
     * @param loudness of sound; null for pictures, and for silence
     */
    record Encoded(List<Part> parts, @Nullable Loudness loudness) {
        Encoded {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Consecutive segments of one rendition, one after another in one object.
     *
     * @param compositionShiftTicks the least that all of them need, see {@link FileSegment}
     * @param segments in order
     */
    record Part(
            String rendition, String key, TrackText track, long compositionShiftTicks, List<SegmentEntry> segments) {
        Part {
            segments = List.copyOf(segments);
        }
    }

    /** Subtitles of the file, with notes on those that there are none of. */
    record Texts(List<AssetSubtitle> subtitles, List<String> notes) {
        static final Texts NONE = new Texts(List.of(), List.of());

        Texts {
            subtitles = List.copyOf(subtitles);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Pictures that stand for the asset.
     *
     * @param poster name of its object; null for none
     * @param storyboard null for none
     * @param notes sentences for whoever sent the file
     */
    record Pictures(@Nullable String poster, @Nullable Storyboard storyboard, List<String> notes) {
        static final Pictures NONE = new Pictures(null, null, List.of());

        Pictures {
            notes = List.copyOf(notes);
        }
    }
}
