package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.media.io.MediaParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusConfigTest {
    private static final String HEAD = "4f70757348656164";

    @Test
    void fromOpusHead_stereo_equalsTheBoxOfTheSameEncoder() throws Exception {
        OpusParameters fromHead = OpusConfig.fromOpusHead(Records.load("opus_stereo.opusHead"));

        assertThat(fromHead).isEqualTo(OpusConfig.parse(Records.load("opus_stereo.dOps")));
        assertThat(fromHead.preSkipSamples()).isEqualTo(312);
        assertThat(fromHead.channelCount()).isEqualTo(2);
    }

    @Test
    void parse_mappedChannels_keepsTheTable() throws Exception {
        OpusParameters parameters = OpusConfig.parse(Records.load("opus_51.dOps"));

        assertThat(parameters.channelCount()).isEqualTo(6);
        assertThat(parameters.configurationRecord()).isEqualTo(Records.load("opus_51.dOps"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                HEAD,
                HEAD + "0100380180bb0000000000",
                HEAD + "0103380180bb0000000000",
                HEAD + "1002380180bb0000000000",
                HEAD + "0102380180bb0000000002",
                HEAD + "0102380180bb00000000010100",
                HEAD + "0102380180bb000000000101000001",
                HEAD + "0102380180bb000000000100000001",
                HEAD + "0102380180bb000000000101020001",
                "4f70757354616773" + "0102380180bb0000000000",
            })
    void fromOpusHead_broken_isRefused(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> OpusConfig.fromOpusHead(Records.hex(hex)));
    }

    @ParameterizedTest
    @CsvSource({
        "00, 480",
        "08, 960",
        "10, 1920",
        "18, 2880",
        "60, 480",
        "68, 960",
        "80, 120",
        "e8, 240",
        "f8, 960",
        "fc, 960",
        "f9, 1920",
        "fa, 1920",
        "fb03, 2880",
        "fb86, 5760"
    })
    void durationSamples_tableOfContents_givesDuration(String hex, int samples) throws Exception {
        assertThat(OpusPackets.durationSamples(Records.hex(hex))).isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fb", "fb00", "fb07", "1b03"})
    void durationSamples_brokenPacket_isMalformed(String hex) {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> OpusPackets.durationSamples(Records.hex(hex)));
    }
}
