package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Av1ObusTest {
    private static final Payload KEY_FRAME = Records.load("av1_10bit_pq.keyframe");
    private static final String SEQUENCE_HEADER = "0a0e000000043d06d4daf95091009040";

    @Test
    void keyFrameOfRealEncoder_isKnownAndCanonical() throws Exception {
        assertThat(Av1Obus.isKeyFrame(KEY_FRAME)).isTrue();
        assertThat(Av1Obus.containsSequenceHeader(KEY_FRAME)).isTrue();
        assertThat(Av1Obus.sequenceHeader(KEY_FRAME)).contains(Records.hex(SEQUENCE_HEADER));
        assertThat(Av1Obus.stripTemporalDelimiters(KEY_FRAME)).isSameAs(KEY_FRAME);
    }

    @Test
    void stripTemporalDelimiters_delimiterAndPadding_areDropped() throws Exception {
        Payload unit = Records.hex("1200" + "32021000" + "7a0100" + "32021122");

        assertThat(Av1Obus.stripTemporalDelimiters(unit)).isEqualTo(Records.hex("32021000" + "32021122"));
    }

    @Test
    void stripTemporalDelimiters_lastObuWithoutSize_getsOne() throws Exception {
        String body = "10".repeat(200);

        assertThat(Av1Obus.stripTemporalDelimiters(Records.hex("1200" + "30" + body)))
                .isEqualTo(Records.hex("32c801" + body));
        assertThat(Av1Obus.stripTemporalDelimiters(Records.hex("3408" + body)))
                .isEqualTo(Records.hex("3608c801" + body));
    }

    @Test
    void isKeyFrame_otherFrames_isFalse() throws Exception {
        assertThat(Av1Obus.isKeyFrame(Records.hex("320130"))).isFalse();
        assertThat(Av1Obus.isKeyFrame(Records.hex("320180"))).isFalse();
        assertThat(Av1Obus.isKeyFrame(Records.hex("1200"))).isFalse();
        assertThat(Av1Obus.isKeyFrame(Payload.EMPTY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"32", "3205ff", "80", "34", "32ffffffffffffffff01", "328080808080808080"})
    void brokenObus_areMalformed(String hex) {
        assertThatExceptionOfType(MediaParseException.class).isThrownBy(() -> Av1Obus.isKeyFrame(Records.hex(hex)));
    }

    @Test
    void config_recordAndSequenceHeader_giveTheSame() throws Exception {
        Payload record = Records.load("av1_10bit_pq.av1C");

        assertThat(Av1Config.parse(record)).isEqualTo(Av1Config.fromSequenceHeader(Records.hex(SEQUENCE_HEADER)));
        assertThat(Av1Config.parse(record).configurationRecord()).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "81004c00", "01004c000a0e000000043d06d4daf95091009040", "81004c000a0e0000"})
    void config_brokenRecord_isRefused(String hex) {
        assertThatExceptionOfType(MediaParseException.class).isThrownBy(() -> Av1Config.parse(Records.hex(hex)));
    }

    @Test
    void sequenceHeader_timingAndOperatingPoints_areReadBehind() throws Exception {
        BitWriter header = new BitWriter().bits(3, 0).flag(false).flag(false);
        header.flag(true).bits(32, 1001).bits(32, 60_000).flag(true).ue(1);
        header.flag(true).bits(5, 9).bits(32, 90_000).bits(5, 3).bits(5, 4);
        header.flag(true).bits(5, 1);
        header.bits(12, 0x101)
                .bits(5, 13)
                .flag(true)
                .flag(true)
                .bits(20, 7)
                .flag(true)
                .flag(true)
                .bits(4, 2);
        header.bits(12, 0x001).bits(5, 4).flag(false).flag(false);
        header.bits(4, 10).bits(4, 10).bits(11, 1919).bits(11, 1079);
        header.flag(false)
                .bits(3, 7)
                .bits(4, 0xF)
                .flag(true)
                .bits(2, 3)
                .flag(true)
                .flag(true)
                .bits(3, 6)
                .bits(3, 7);
        header.flag(false)
                .flag(false)
                .flag(true)
                .bits(8, 9)
                .bits(8, 18)
                .bits(8, 9)
                .flag(false)
                .bits(2, 1)
                .flag(true);

        Av1SequenceHeader parsed = Av1SequenceHeader.read(dev.sluice.media.io.BitReader.of(header.toPayload()));

        assertThat(parsed.format().width()).isEqualTo(1920);
        assertThat(parsed.format().height()).isEqualTo(1080);
        assertThat(parsed.format().frameRate()).hasToString("30000/1001");
        assertThat(parsed.codecString()).isEqualTo("av01.0.13H.08.0.111.09.18.09.0");
    }
}
