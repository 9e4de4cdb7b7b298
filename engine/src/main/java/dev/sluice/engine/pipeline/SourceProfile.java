package dev.sluice.engine.pipeline;

import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoParameters;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of a source before a ladder is planned for it.
 *
 * @param tracks what is published
 * @param videoBitrateBps measured, 0 without video
 * @param audioBitrateBps measured, 0 without audio
 * @param framesPerSecond measured, 0 while unknown
 * @param keyFrameIntervalUs between sync samples; {@link #UNKNOWN_INTERVAL_US} when no second one came in time
 */
public record SourceProfile(
        List<Track> tracks,
        long videoBitrateBps,
        long audioBitrateBps,
        double framesPerSecond,
        long keyFrameIntervalUs) {
    /** Key frames are too far apart to be of use. */
    public static final long UNKNOWN_INTERVAL_US = Long.MAX_VALUE;

    public SourceProfile {
        tracks = List.copyOf(tracks);
    }

    public Optional<Track> videoTrack() {
        return tracks.stream().filter(track -> track.type() == TrackType.VIDEO).findFirst();
    }

    public Optional<Track> audioTrack() {
        return tracks.stream().filter(track -> track.type() == TrackType.AUDIO).findFirst();
    }

    Optional<VideoParameters> video() {
        return videoTrack().map(track -> (VideoParameters) track.codec());
    }

    Optional<AudioParameters> audio() {
        return audioTrack().map(track -> (AudioParameters) track.codec());
    }

    /** The same source, known to have no key frames to count on. */
    SourceProfile withoutKeyFrames() {
        return new SourceProfile(tracks, videoBitrateBps, audioBitrateBps, framesPerSecond, UNKNOWN_INTERVAL_US);
    }
}
