package dev.sluice.media.codec;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.testing.DumpFileAsserts;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the parsers make of every record at hand; the figures were compared with ffprobe's. */
class RecordsDumpTest {
    @FunctionalInterface
    private interface Parser {
        CodecParameters parse(Payload record) throws MediaParseException;
    }

    @Test
    void avcRecords_matchDump() throws Exception {
        assertDump(
                "codec/avc.dump",
                AvcConfig::parse,
                "avc_baseline_426x240.avcC",
                "avc_gray.avcC",
                "avc_high10.avcC",
                "avc_high422_10bit_interlaced.avcC",
                "avc_high444_scalinglists.avcC",
                "avc_high_1080p2997.avcC",
                "avc_main_interlaced_sar.avcC");
    }

    @Test
    void hevcRecords_matchDump() throws Exception {
        assertDump(
                "codec/hevc.dump",
                HevcConfig::parse,
                "hevc_hightier.hvcC",
                "hevc_main10_temporal_sar.hvcC",
                "hevc_main_1080p60.hvcC",
                "hevc_rext_422_12bit.hvcC");
    }

    @Test
    void av1Records_matchDump() throws Exception {
        assertDump(
                "codec/av1.dump",
                Av1Config::parse,
                "av1_10bit_pq.av1C",
                "av1_gray.av1C",
                "av1_high444.av1C",
                "av1_main_640x360.av1C");
    }

    @Test
    void vp9KeyFrames_matchDump() throws Exception {
        assertDump("codec/vp9.dump", Vp9Config::fromKeyFrame, "vp9_422_10bit.keyframe", "vp9_640x360.keyframe");
    }

    @Test
    void audioRecords_matchDump() throws Exception {
        StringBuilder dump = new StringBuilder();
        describe(dump, AacConfig::parse, List.of("aac_lc.asc", "aac_lc_51.asc"));
        describe(dump, OpusConfig::parse, List.of("opus_51.dOps", "opus_stereo.dOps"));
        describe(dump, OpusConfig::fromOpusHead, List.of("opus_stereo.opusHead"));
        DumpFileAsserts.assertMatchesDump("codec/audio.dump", dump.toString());
    }

    private static void assertDump(String golden, Parser parser, String... records) throws MediaParseException {
        StringBuilder dump = new StringBuilder();
        describe(dump, parser, List.of(records));
        DumpFileAsserts.assertMatchesDump(golden, dump.toString());
    }

    private static void describe(StringBuilder dump, Parser parser, List<String> records) throws MediaParseException {
        for (String name : records) {
            CodecParameters parsed = parser.parse(Records.load(name));
            dump.append(name).append('\n').append("  codec ").append(parsed.codecString());
            switch (parsed) {
                case VideoParameters video -> dump.append("\n  format ").append(video.format());
                case AudioParameters audio ->
                    dump.append("\n  rate ")
                            .append(audio.sampleRateHz())
                            .append(" channels ")
                            .append(audio.channelCount())
                            .append(" samplesPerFrame ")
                            .append(audio.samplesPerFrame());
            }
            dump.append("\n  record ")
                    .append(HexFormat.of()
                            .formatHex(parsed.configurationRecord().toByteArray()))
                    .append("\n");
        }
    }
}
