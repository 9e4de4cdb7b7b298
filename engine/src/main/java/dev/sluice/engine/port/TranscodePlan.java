package dev.sluice.engine.port;

import dev.sluice.media.Track;
import java.util.List;
import java.util.Optional;

/**
 * What to make of one contiguous run of a stream.
 *
 * @param streamId for logs and thread names
 * @param tracks the source's tracks
 * @param videoRungs from the largest to the smallest; empty when no video is to be encoded
 * @param audioRung empty when no audio is to be encoded
 * @param lowLatency true for live: no look-ahead, no B-frames; false when compression matters more
 */
public record TranscodePlan(
        String streamId,
        List<Track> tracks,
        List<VideoRung> videoRungs,
        Optional<AudioRung> audioRung,
        boolean lowLatency) {
    public TranscodePlan {
        tracks = List.copyOf(tracks);
        videoRungs = List.copyOf(videoRungs);
    }
}
