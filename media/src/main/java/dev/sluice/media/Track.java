package dev.sluice.media;

import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.CodecParameters;
import dev.sluice.media.codec.VideoParameters;

/**
 * One elementary stream of a presentation.
 *
 * @param id unique within its stream and stable while the stream lives
 * @param codec what a decoder needs before the first sample; a change of it makes a new {@code Track} with the same id
 * @param timescale the clock of this track's samples: 90 000 for video, the sample rate for audio
 */
public record Track(int id, CodecParameters codec, Timescale timescale) {
    public static final int VIDEO_ID = 1;
    public static final int AUDIO_ID = 2;

    /** The video track of a stream, on the 90 kHz clock. */
    public static Track video(VideoParameters codec) {
        return new Track(VIDEO_ID, codec, Timescale.VIDEO);
    }

    /** The audio track of a stream, on the clock of its sample rate. */
    public static Track audio(AudioParameters codec) {
        return new Track(AUDIO_ID, codec, new Timescale(codec.sampleRateHz()));
    }

    public TrackType type() {
        return switch (codec) {
            case VideoParameters ignored -> TrackType.VIDEO;
            case AudioParameters ignored -> TrackType.AUDIO;
        };
    }
}
