package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.RenditionPlan;
import dev.sluice.engine.port.VideoRung;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a contiguous run of a source becomes.
 *
 * @param renditions all that players will see, video from the largest to the smallest, then audio
 * @param shapes the pictures of the video renditions, by name
 * @param passthroughVideo name of the rendition that is the source's video unencoded
 * @param passthroughAudio name of the rendition that is the source's audio unencoded
 * @param videoRungs to encode, from the largest to the smallest
 * @param audioRung to encode
 * @param boundaries where segments may begin
 */
public record LadderPlan(
        List<RenditionPlan> renditions,
        Map<String, Shape> shapes,
        Optional<String> passthroughVideo,
        Optional<String> passthroughAudio,
        List<VideoRung> videoRungs,
        Optional<AudioRung> audioRung,
        BoundaryMode boundaries) {
    public LadderPlan {
        renditions = List.copyOf(renditions);
        shapes = Map.copyOf(shapes);
        videoRungs = List.copyOf(videoRungs);
    }

    /** Where segments begin. */
    public enum BoundaryMode {
        /** At the source's sync samples and nowhere else, since a rendition is the source. */
        SOURCE_SYNC,
        /** At the source's sync samples while they come often enough, else where one is due. */
        SOURCE_SYNC_OR_DUE,
        /** Every target duration. */
        GRID
    }

    /** Size of a picture with square pixels. */
    public record Shape(int width, int height) {}

    /** True when a transcoder has work to do. */
    public boolean transcodes() {
        return !videoRungs.isEmpty() || audioRung.isPresent();
    }
}
