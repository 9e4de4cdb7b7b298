package dev.sluice.vod.publish;

import dev.sluice.media.Track;
import dev.sluice.media.codec.AacConfig;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.Av1Config;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.CodecParameters;
import dev.sluice.media.codec.HevcConfig;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.Base64;

/**
 * A track in words: its codec and the configuration record.
 *
 * @param configuration in Base64
 */
public record TrackText(Codec codec, String configuration) {
    /** Those that files are encoded in. */
    public enum Codec {
        AVC,
        HEVC,
        AV1,
        AAC
    }

    public static TrackText of(Track track) {
        CodecParameters parameters = track.codec();
        Codec codec =
                switch (parameters) {
                    case AvcParameters ignored -> Codec.AVC;
                    case HevcParameters ignored -> Codec.HEVC;
                    case Av1Parameters ignored -> Codec.AV1;
                    case AacParameters ignored -> Codec.AAC;
                    default -> throw new IllegalArgumentException("no file is encoded in " + parameters.codecString());
                };
        byte[] record = parameters.configurationRecord().toByteArray();
        return new TrackText(codec, Base64.getEncoder().encodeToString(record));
    }

    /** @throws IllegalStateException when it is not what {@link #of} made */
    public Track track() {
        Payload record = Payload.wrap(Base64.getDecoder().decode(configuration));
        try {
            return switch (codec) {
                case AVC -> Track.video(AvcConfig.parse(record));
                case HEVC -> Track.video(HevcConfig.parse(record));
                case AV1 -> Track.video(Av1Config.parse(record));
                case AAC -> Track.audio(AacConfig.parse(record));
            };
        } catch (MediaParseException e) {
            throw new IllegalStateException("a record of our own cannot be read", e);
        }
    }
}
