package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.publish.PublishedIndex.AudioEntry;
import dev.sluice.vod.publish.PublishedIndex.FileEntry;
import dev.sluice.vod.publish.PublishedIndex.VideoEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rendition of a video that is clipped.
 *
 * @param label for a player's list; blank for none
 * @param frameRate null for sound
 */
record ClipRendition(
        String name,
        FileEntry file,
        String label,
        boolean preferred,
        @Nullable Rational frameRate) {
    /** All of a video, pictures first; the first is the one by which the others are cut. */
    static List<ClipRendition> of(PublishedIndex index) {
        List<ClipRendition> renditions = new ArrayList<>();
        for (VideoEntry video : index.video()) {
            renditions.add(new ClipRendition(
                    video.name(), video.file(), /* label= */ "", /* preferred= */ false, video.frameRate()));
        }
        for (AudioEntry audio : index.audio()) {
            renditions.add(new ClipRendition(
                    audio.name(), audio.file(), audio.label(), audio.preferred(), /* frameRate= */ null));
        }
        return renditions;
    }

    Timescale clock() {
        return file.track().track().timescale();
    }

    boolean moving() {
        return frameRate != null;
    }

    /** When the first of the segments begins. */
    long startUs(ClipRange range) {
        return clock().toMicros(segments(range).getFirst().startTicks());
    }

    /** When the last of the segments ends. */
    long endUs(ClipRange range) {
        return clock().toMicros(segments(range).getLast().endTicks());
    }

    List<SegmentEntry> segments(ClipRange range) {
        return file.segments().subList(Math.min(range.first(), size()), Math.min(range.end(), size()));
    }

    /** Where they are in the file of the video. */
    List<ObjectRange> ranges(AssetId video, ClipRange range) {
        TrackFile whole = file.file();
        String key = AssetKeys.published(video) + whole.uri();
        List<ObjectRange> ranges = new ArrayList<>();
        long offset = whole.header().firstFragmentOffset();
        for (int i = 0; i < Math.min(range.end(), size()); i++) {
            int sizeBytes = whole.segments().get(i).sizeBytes();
            if (i >= range.first()) {
                ranges.add(new ObjectRange(key, offset, sizeBytes));
            }
            offset += sizeBytes;
        }
        return ranges;
    }

    private int size() {
        return file.segments().size();
    }
}
