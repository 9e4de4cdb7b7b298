package dev.sluice.vod.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.plan.EncodeProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingEncodersTest {
    private static final EncodeProfile THREE =
            EncodeProfile.standard().withCodecs(List.of(VideoCodec.H264, VideoCodec.HEVC, VideoCodec.AV1));

    @Test
    void profileOfH264Alone_needsNoLook() {
        assertThat(MissingEncoders.of(EncodeProfile.standard(), codec -> {
                    throw new AssertionError("asked for " + codec);
                }))
                .isEmpty();
    }

    @Test
    void buildWithoutAnEncoder_isNamedWithTheProfile() {
        assertThat(MissingEncoders.of(THREE, codec -> codec == VideoCodec.HEVC))
                .hasValue("profile standard asks for av1, and this build of FFmpeg has no AV1 encoder");
        assertThat(MissingEncoders.of(THREE, codec -> true)).isEmpty();
    }

    @Test
    void ffmpegThatCannotBeLoaded_isToldOf() {
        assertThat(MissingEncoders.of(THREE, codec -> {
                    throw new FfmpegException("FFmpeg's native libraries cannot be loaded");
                }))
                .hasValue("profile standard asks for hevc, and FFmpeg's native libraries cannot be loaded");
    }

    @Test
    void codecsOfAProfile_areH264AndOthersOnce() {
        EncodeProfile profile = EncodeProfile.standard();
        assertThatThrownBy(() -> profile.withCodecs(List.of(VideoCodec.AV1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the codecs of a profile are h264 and others beside it");
        assertThatThrownBy(() -> profile.withCodecs(List.of(VideoCodec.H264, VideoCodec.AV1, VideoCodec.AV1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a codec is there twice");
        EncodeProfile all = THREE.withCopy(false).withLoudness(-16);
        assertThat(EncodeProfile.fromJson(all.toJson())).isEqualTo(all);
    }
}
