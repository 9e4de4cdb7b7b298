package dev.sluice.transcoder;

import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.media.Track;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Small ladders. */
final class TestPlans {
    static final AudioRung AUDIO = new AudioRung("audio", 96_000, 48_000, 2);

    private TestPlans() {}

    static VideoRung rung(String name, int width, int height, int maxFrameRate) {
        return new VideoRung(name, width, height, 400_000, 450_000, 600_000, maxFrameRate, "superfast");
    }

    static List<VideoRung> ladder() {
        return List.of(rung("large", 320, 180, 60), rung("middle", 214, 120, 60), rung("small", 160, 90, 60));
    }

    static TranscodePlan video(Track source, List<VideoRung> rungs, boolean lowLatency) {
        return new TranscodePlan("test", List.of(source), rungs, Optional.empty(), lowLatency);
    }

    static LadderTranscoderSettings settings() {
        return new LadderTranscoderSettings(
                List.of(H264EncoderKind.X264, H264EncoderKind.OPENH264),
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                1920 * 1080,
                /* maxSilentAccessUnits= */ 50);
    }

    /** Settings for sources that come in faster than in real time: nothing counts as late. */
    static LadderTranscoderSettings patientSettings() {
        LadderTranscoderSettings base = settings();
        return new LadderTranscoderSettings(
                base.encoders(),
                2,
                Duration.ofHours(1),
                Duration.ofHours(2),
                base.drainTimeout(),
                base.maxPixels(),
                50);
    }
}
