package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.MediaParseException.Kind;
import dev.sluice.media.io.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvcConfigTest {
    private static final Payload PPS = Records.hex("68ebe3cb22c0");

    @ParameterizedTest
    @CsvSource({
        "avc_high_1080p2997.avcC, 1920, 1080, 1/1, 30000/1001",
        "avc_baseline_426x240.avcC, 426, 240, 1/1, 25/1",
        "avc_main_interlaced_sar.avcC, 720, 576, 64/45, 25/1",
        "avc_high422_10bit_interlaced.avcC, 720, 486, 10/11, 30000/1001",
        "avc_high444_scalinglists.avcC, 322, 182, 1/1, 50/1",
    })
    void parse_recordOfRealEncoder_givesPicture(String record, int width, int height, String sar, String frameRate)
            throws Exception {
        VideoFormat format = AvcConfig.parse(Records.load(record)).format();

        assertThat(format.width()).isEqualTo(width);
        assertThat(format.height()).isEqualTo(height);
        assertThat(format.sampleAspectRatio()).hasToString(sar);
        assertThat(format.frameRate()).hasToString(frameRate);
    }

    @Test
    void parse_canonicalRecord_writesTheSameRecord() throws Exception {
        Payload record = Records.load("avc_high_1080p2997.avcC");

        assertThat(AvcConfig.parse(record).configurationRecord()).isEqualTo(record);
    }

    @Test
    void parse_lengthSizeOfTwo_isKeptApartAndRewrittenToFour() throws Exception {
        byte[] record = Records.load("avc_high_1080p2997.avcC").toByteArray();
        record[4] = (byte) 0xFD;

        assertThat(AvcConfig.nalLengthSizeBytes(Payload.wrap(record))).isEqualTo(2);
        assertThat(AvcConfig.nalLengthSizeBytes(
                        AvcConfig.parse(Payload.wrap(record)).configurationRecord()))
                .isEqualTo(4);
    }

    @Test
    void parse_highProfileWithoutExtensionBytes_addsThem() throws Exception {
        Payload record = Records.load("avc_high_1080p2997.avcC");

        Payload old = record.slice(0, record.sizeBytes() - 4);

        assertThat(AvcConfig.parse(old).configurationRecord()).isEqualTo(record);
    }

    @Test
    void parse_everyTruncationBeforeTheExtension_isRefused() {
        Payload record = Records.load("avc_high_1080p2997.avcC");
        for (int size = 0; size < record.sizeBytes() - 4; size++) {
            Payload cut = record.slice(0, size);
            assertThatExceptionOfType(MediaParseException.class)
                    .as("cut at %d", size)
                    .isThrownBy(() -> AvcConfig.parse(cut));
        }
    }

    @Test
    void parse_wrongVersionOrLengthSize_isMalformed() {
        assertMalformed(Records.hex("02640028ffe1"), "version 2");
        assertMalformed(Records.hex("01640028fee1"), "3 bytes");
        assertMalformed(Records.hex("01640028ffe000"), "0 sequence parameter sets");
    }

    @Test
    void fromParameterSets_hugePicture_isUnsupportedByName() {
        Payload sps = baselineSps(4095, 4095, new BitWriter().flag(false).flag(false));

        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.fromParameterSets(List.of(sps), List.of(PPS)))
                .withMessageContaining("65536x65536")
                .matches(e -> e.kind() == Kind.UNSUPPORTED);
    }

    @Test
    void fromParameterSets_croppingEatsThePicture_isMalformed() {
        BitWriter cropping =
                new BitWriter().flag(true).ue(20).ue(20).ue(0).ue(0).flag(false);

        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.fromParameterSets(List.of(baselineSps(3, 3, cropping)), List.of(PPS)))
                .withMessageContaining("leaves nothing")
                .matches(e -> e.kind() == Kind.MALFORMED);
    }

    @Test
    void fromParameterSets_extendedAspectRatioAndOddTiming_areRead() throws Exception {
        BitWriter vui = new BitWriter()
                .flag(false)
                .flag(true)
                .flag(true)
                .bits(8, 255)
                .bits(16, 4)
                .bits(16, 3)
                .bits(3, 0)
                .flag(true)
                .bits(32, 1)
                .bits(32, 2_000_000);
        VideoFormat format = AvcConfig.fromParameterSets(List.of(baselineSps(39, 29, vui)), List.of(PPS))
                .format();

        assertThat(format.sampleAspectRatio()).isEqualTo(new Rational(4, 3));
        assertThat(format.displayWidth()).isEqualTo(853);
        assertThat(format.frameRate()).isNull();
    }

    @Test
    void fromParameterSets_pictureOrderCountTypeOne_isSteppedOver() throws Exception {
        BitWriter sps = new BitWriter()
                .bits(8, 0x67)
                .bits(8, 77)
                .bits(8, 0)
                .bits(8, 30)
                .ue(0)
                .ue(0)
                .ue(1);
        sps.flag(false).se(-3).se(2).ue(2).se(1).se(-1);
        sps.ue(1).flag(false).ue(39).ue(29).flag(true).flag(true).flag(false).flag(false);

        VideoFormat format = AvcConfig.fromParameterSets(List.of(sps.toNalUnit()), List.of(PPS))
                .format();

        assertThat(format).isEqualTo(new VideoFormat(640, 480, Rational.ONE, null));
    }

    @Test
    void fromParameterSets_tooManyReferenceFrames_isMalformed() {
        BitWriter sps = new BitWriter()
                .bits(8, 0x67)
                .bits(8, 77)
                .bits(8, 0)
                .bits(8, 30)
                .ue(0)
                .ue(0)
                .ue(2)
                .ue(17);

        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.fromParameterSets(List.of(sps.toNalUnit()), List.of(PPS)))
                .withMessageContaining("max_num_ref_frames is 17");
    }

    @Test
    void fromParameterSets_otherUnitsOrNone_areRefused() {
        Payload sps = Records.hex("6742c01e");
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.fromParameterSets(List.of(PPS), List.of(PPS)));
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.fromParameterSets(List.of(sps), List.of()));
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.fromParameterSets(List.of(Payload.EMPTY), List.of(PPS)));
    }

    /** A baseline SPS of that many macroblocks less one; the tail begins with {@code frame_cropping_flag}. */
    private static Payload baselineSps(int widthMinus1, int heightMinus1, BitWriter tail) {
        BitWriter sps = new BitWriter()
                .bits(8, 0x67)
                .bits(8, 66)
                .bits(8, 0xC0)
                .bits(8, 30)
                .ue(0)
                .ue(0)
                .ue(2);
        sps.ue(1).flag(false).ue(widthMinus1).ue(heightMinus1).flag(true).flag(true);
        return sps.append(tail).toNalUnit();
    }

    private static void assertMalformed(Payload record, String message) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AvcConfig.parse(record))
                .withMessageContaining(message)
                .matches(e -> e.kind() == Kind.MALFORMED);
    }
}
