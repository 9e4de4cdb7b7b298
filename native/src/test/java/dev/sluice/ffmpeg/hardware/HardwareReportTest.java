package dev.sluice.ffmpeg.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ffmpeg.codec.H264EncoderKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardwareReportTest {
    @Test
    void ofThisMachine_triesTheEncodersInTheOrderOfPreference() throws Exception {
        HardwareReport report = HardwareReport.ofThisMachine();

        assertThat(report.h264Encoders().keySet())
                .containsExactlyElementsOf(H264EncoderKind.BY_PREFERENCE.stream()
                        .map(H264EncoderKind::encoderName)
                        .toList());
        assertThat(report.h264Encoders()).containsEntry("libopenh264", "");
        assertThat("".equals(report.h264Encoders().get("libx264")))
                .isEqualTo(report.encoders().contains("libx264"));
        assertThat(report.decoders()).contains("h264", "hevc", "vp9", "aac").containsAnyOf("libdav1d", "libaom-av1");
        assertThat(report.cpuCount()).isPositive();
        assertThat(report.ffmpegVersion()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void toText_saysWhyAnEncoderDoesNotOpen() {
        Map<String, String> trials = new LinkedHashMap<>();
        trials.put("h264_nvenc", "no device");
        trials.put("libx264", "");
        HardwareReport report = new HardwareReport(
                "8.0", "LGPL version 3 or later", 2, List.of("h264"), List.of("libx264"), trials, List.of());

        assertThat(report.toText())
                .contains("FFmpeg 8.0, LGPL version 3 or later")
                .contains("  h264_nvenc: no (no device)\n  libx264: opens\n")
                .contains("Graphics devices: none");
    }
}
