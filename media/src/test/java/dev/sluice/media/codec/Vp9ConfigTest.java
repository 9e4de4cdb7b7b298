package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Vp9ConfigTest {
    private static final VideoFormat FORMAT = new VideoFormat(640, 360, Rational.ONE, null);

    @Test
    void keyFrameFormat_keyFrame_givesItsSize() throws Exception {
        assertThat(Vp9Frames.keyFrameFormat(Records.load("vp9_640x360.keyframe")))
                .contains(FORMAT);
        assertThat(Vp9Frames.isKeyFrame(Records.load("vp9_422_10bit.keyframe"))).isTrue();
    }

    @Test
    void keyFrameFormat_otherFrame_isEmpty() throws Exception {
        assertThat(Vp9Frames.keyFrameFormat(Records.load("vp9_640x360.interframe")))
                .isEmpty();
    }

    @Test
    void parse_withOrWithoutFullBoxHeader_isTheSameAndFitsTheKeyFrame() throws Exception {
        Payload record = Records.load("vp9_640x360.vpcC");

        Vp9Parameters parameters = Vp9Config.parse(record, FORMAT);

        assertThat(parameters.configurationRecord()).isEqualTo(record);
        assertThat(parameters).isEqualTo(Vp9Config.parse(record.slice(4, record.sizeBytes() - 4), FORMAT));
        assertThat(parameters).isEqualTo(Vp9Config.fromKeyFrame(Records.load("vp9_640x360.keyframe")));
    }

    @Test
    void parse_levelUnknown_isTakenFromThePicture() throws Exception {
        assertThat(Vp9Config.parse(Records.hex("0000820202020000"), FORMAT).codecString())
                .isEqualTo("vp09.00.21.08");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0415820202020000", "0015720202020000", "001582020202000a"})
    void parse_brokenRecord_isMalformed(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> Vp9Config.parse(Records.hex(hex), FORMAT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "82", "8249834300", "82498342", "b8"})
    void keyFrameFormat_brokenFrame_isMalformed(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> Vp9Frames.keyFrameFormat(Records.hex(hex)));
    }

    @Test
    void keyFrameFormat_hugePicture_isUnsupported() {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> Vp9Frames.keyFrameFormat(Records.hex("824983422ffffffff0")))
                .withMessageContaining("65536x65536");
    }
}
