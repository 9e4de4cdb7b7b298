package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.MediaParseException.Kind;
import dev.sluice.media.io.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AacConfigTest {
    @ParameterizedTest(name = "{0}: type {1}")
    @CsvSource({
        "1188, 2, 48000, 1, 1024",
        "1210, 2, 44100, 2, 1024",
        "11b0, 2, 48000, 6, 1024",
        "11b8, 2, 48000, 8, 1024",
        "1214, 2, 44100, 2, 960",
        "2b118800, 5, 24000, 2, 1024",
        "131056e598, 5, 24000, 2, 1024",
        "131056e500, 2, 24000, 2, 1024",
        "eb098800, 29, 24000, 2, 1024",
        "130856e59d4880, 29, 24000, 2, 1024",
        "130856e59d4800, 5, 24000, 1, 1024",
    })
    void parse_config_givesParameters(String hex, int type, int rateHz, int channels, int samplesPerFrame)
            throws Exception {
        AacParameters parameters = AacConfig.parse(Records.hex(hex));

        assertThat(parameters).isEqualTo(new AacParameters(type, rateHz, channels, samplesPerFrame, Records.hex(hex)));
        assertThat(parameters.codecString()).isEqualTo("mp4a.40." + type);
    }

    @ParameterizedTest
    @CsvSource({"48000, 2, 1190", "44100, 1, 1208", "48000, 6, 11b0", "48000, 8, 11b8", "8000, 2, 1590"})
    void lowComplexity_indexedRate_isTwoBytesThatParse(int rateHz, int channels, String hex) throws Exception {
        AacParameters made = AacConfig.lowComplexity(rateHz, channels);

        assertThat(made.configurationRecord()).isEqualTo(Records.hex(hex));
        assertThat(AacConfig.parse(made.configurationRecord())).isEqualTo(made);
    }

    @Test
    void lowComplexity_otherRate_isEscapedAndParses() throws Exception {
        AacParameters made = AacConfig.lowComplexity(37_800, 2);

        assertThat(made.configurationRecord().sizeBytes()).isEqualTo(5);
        assertThat(AacConfig.parse(made.configurationRecord())).isEqualTo(made);
    }

    @Test
    void parse_programConfigElement_countsItsChannels() throws Exception {
        BitWriter config = new BitWriter().bits(5, 2).bits(4, 3).bits(4, 0).bits(3, 0);
        config.bits(4, 0).bits(2, 1).bits(4, 3);
        config.bits(4, 2).bits(4, 0).bits(4, 1).bits(2, 1).bits(3, 0).bits(4, 0).bits(3, 0);
        config.flag(false)
                .bits(4, 0)
                .flag(true)
                .bits(4, 0)
                .flag(true)
                .bits(4, 1)
                .bits(4, 0);
        config.bits(3, 0).bits(8, 2).bits(16, 0x4142);

        assertThat(AacConfig.parse(config.toPayload()).channelCount()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "1f88", "1780", "12", "2b", "17ffffff88"})
    void parse_brokenConfig_isMalformed(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AacConfig.parse(Records.hex(hex)))
                .matches(e -> e.kind() == Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0990", "2190", "f94020", "11c8"})
    void parse_otherObjectTypesOrChannels_isUnsupported(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AacConfig.parse(Records.hex(hex)))
                .matches(e -> e.kind() == Kind.UNSUPPORTED);
    }

    @Test
    void parse_oversizedConfig_isMalformed() {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> AacConfig.parse(Payload.wrap(new byte[1000])));
    }

    @Test
    void lowComplexity_impossibleArguments_throw() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AacConfig.lowComplexity(0, 2));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AacConfig.lowComplexity(192_000, 2));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AacConfig.lowComplexity(48_000, 7));
    }
}
