package dev.sluice.rtmp.session;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacConfig;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.OpusConfig;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.rtmp.flv.AudioCodec;
import dev.sluice.rtmp.flv.FlvAudioTag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the sequence headers and frames of the audio track into parameters and samples. The owner compares
 * {@link #track()} after each call.
 *
 * <p>Not thread-safe: owned by the connection's event loop.
 */
final class AudioTrackReader {
    private @Nullable AudioCodec codec;
    private @Nullable Track track;

    @Nullable
    Track track() {
        return track;
    }

    /** @throws MediaParseException when the record is broken or asks for something unsupported */
    void onConfig(FlvAudioTag.Config config) throws MediaParseException {
        if (config.record().isEmpty()) {
            return;
        }
        AudioParameters parsed =
                switch (config.codec()) {
                    case AAC -> AacConfig.parse(config.record());
                    case OPUS -> OpusConfig.fromOpusHead(config.record());
                };
        codec = config.codec();
        if (track == null || !parsed.equals(track.codec())) {
            track = Track.audio(parsed);
        }
    }

    /** The sample of a frame, or nothing while its parameters are unknown or when it is empty, which means silence. */
    Optional<EncodedSample> onFrame(FlvAudioTag.Frame frame, long timestampMs) {
        Track known = track;
        if (known == null || frame.codec() != codec || frame.data().isEmpty()) {
            return Optional.empty();
        }
        long ticks = Timescale.MILLISECONDS.rescale(timestampMs, known.timescale());
        return Optional.of(new EncodedSample(Track.AUDIO_ID, ticks, ticks, /* syncSample= */ true, frame.data()));
    }
}
