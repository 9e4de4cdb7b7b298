package dev.sluice.engine.asset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file, once all of it is in the object store.
 *
 * @param renditions best first, video before audio
 * @param subtitles in the order of a player's list
 * @param thumbnail name of the picture that stands for it, beneath the asset's prefix: the film's poster, or the one
 *     that was set in its place; null when there is none
 * @param storyboard name of its WebVTT file; null when there is none
 * @param notes what was decided otherwise than one might expect, a sentence each
 */
public record AssetOutput(
        long durationUs,
        List<AssetRendition> renditions,
        List<AssetSubtitle> subtitles,
        @Nullable String thumbnail,
        @Nullable String storyboard,
        List<String> notes) {
    public AssetOutput {
        renditions = List.copyOf(renditions);
        subtitles = List.copyOf(subtitles);
        notes = List.copyOf(notes);
    }
}
