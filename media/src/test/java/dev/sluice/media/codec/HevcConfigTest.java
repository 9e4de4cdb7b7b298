package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.MediaParseException.Kind;
import dev.sluice.media.io.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class HevcConfigTest {
    private static final Payload RECORD = Records.load("hevc_main10_temporal_sar.hvcC");

    @Test
    void parse_mainTen_givesPictureAndSets() throws Exception {
        HevcParameters parameters = HevcConfig.parse(RECORD);

        assertThat(parameters.format())
                .isEqualTo(new VideoFormat(854, 480, new Rational(4, 3), new Rational(24000, 1001)));
        assertThat(parameters.codecString()).isEqualTo("hvc1.2.4.L90.90");
        assertThat(parameters.parameterSets())
                .extracting(set -> NalCodec.HEVC.unitType(set.byteAt(0)))
                .containsExactly(32, 33, 34);
    }

    @Test
    void parse_itsOwnRecord_writesTheSame() throws Exception {
        HevcParameters parameters = HevcConfig.parse(RECORD);

        assertThat(HevcConfig.parse(parameters.configurationRecord())).isEqualTo(parameters);
        assertThat(HevcConfig.nalLengthSizeBytes(parameters.configurationRecord()))
                .isEqualTo(4);
    }

    @Test
    void parse_everyTruncationOfTheRecord_isRefused() throws Exception {
        Payload record = HevcConfig.parse(RECORD).configurationRecord();
        for (int size = 0; size < record.sizeBytes(); size++) {
            Payload cut = record.slice(0, size);
            assertThatExceptionOfType(MediaParseException.class)
                    .as("cut at %d", size)
                    .isThrownBy(() -> HevcConfig.parse(cut));
        }
    }

    @Test
    void fromParameterSets_setMissing_isMalformed() throws Exception {
        List<Payload> sets = HevcConfig.parse(RECORD).parameterSets();
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> HevcConfig.fromParameterSets(List.of(), List.of(sets.get(1)), List.of(sets.get(2))))
                .withMessageContaining("0 video parameter sets");
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() ->
                        HevcConfig.fromParameterSets(List.of(sets.get(0)), List.of(sets.get(2)), List.of(sets.get(2))))
                .withMessageContaining("not an HEVC sequence parameter set");
    }

    @Test
    void spsParse_hugePicture_isUnsupported() {
        Payload sps = spsOfSize(65_536, 65_536).toNalUnit();

        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> HevcSps.parse(sps))
                .withMessageContaining("65536x65536")
                .matches(e -> e.kind() == Kind.UNSUPPORTED);
    }

    @Test
    void spsParse_everyOptionalPart_reachesTheFrameRate() throws Exception {
        BitWriter sps = spsOfSize(1920, 1088);
        sps.flag(true).ue(0).ue(0).ue(0).ue(4).ue(0).ue(0).ue(4);
        sps.flag(true).ue(4).ue(2).ue(0);
        sps.ue(0).ue(3).ue(0).ue(3).ue(0).ue(0);
        sps.flag(true).flag(true);
        for (int list = 0; list < 6 * 3 + 2; list++) {
            sps.flag(false).ue(0);
        }
        sps.bits(2, 3).flag(true).bits(8, 0x77).ue(0).ue(2).flag(false);
        sps.ue(3);
        sps.ue(2).ue(1).ue(0).flag(true).ue(1).flag(true).ue(0).flag(true);
        sps.flag(true)
                .flag(false)
                .ue(0)
                .flag(true)
                .flag(false)
                .flag(true)
                .flag(true)
                .flag(false)
                .flag(false);
        sps.flag(true).flag(true).ue(3).bits(4, 0xF);
        sps.flag(true).ue(2).bits(9, 5).bits(9, 6);
        sps.bits(2, 3).flag(true);
        sps.flag(true).bits(8, 255).bits(16, 8).bits(16, 9);
        sps.flag(true)
                .flag(true)
                .flag(true)
                .bits(4, 5)
                .flag(true)
                .bits(24, 0x010101)
                .flag(true)
                .ue(0)
                .ue(0);
        sps.bits(3, 0)
                .flag(true)
                .ue(1)
                .ue(1)
                .ue(1)
                .ue(1)
                .flag(true)
                .bits(32, 1001)
                .bits(32, 60_000);

        assertThat(HevcSps.parse(sps.toNalUnit()).format())
                .isEqualTo(new VideoFormat(1920, 1080, new Rational(8, 9), new Rational(60_000, 1001)));
    }

    @Test
    void codecString_profileSpaceHighTierAndConstraints_areWrittenAsAnnexESays() {
        HevcProfile profile = new HevcProfile(1, true, 4, 0x08000000, 0x9D08_0000_0000L, 120);

        assertThat(profile.codecString()).isEqualTo("hvc1.A4.10.H120.9D.8");
    }

    /** Up to the picture's size; {@code conformance_window_flag} comes next. */
    private static BitWriter spsOfSize(int width, int height) {
        BitWriter sps = new BitWriter().bits(16, 0x4201).bits(4, 0).bits(3, 0).flag(true);
        sps.bits(8, 1).bits(32, 0x60000000L).bits(48, 0x9000_0000_0000L).bits(8, 93);
        return sps.ue(0).ue(1).ue(width).ue(height);
    }
}
