package dev.sluice.transcoder;

import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.codec.VideoDecoderSettings;
import java.time.Duration;
import java.util.List;

/**
 * How transcode sessions behave on this machine.
 *
 * @param encoders H.264 encoders, best first; the first that opens is taken
 * @param cpuCount processors to spread one session over
 * @param dropDelay live: once pictures are this far behind the newest sample, some are dropped evenly
 * @param maxDelay live: once they are this far behind, all are dropped up to the next segment boundary
 * @param drainTimeout how long {@code finish} waits for what is inside, and {@code close} for its threads
 * @param maxPixels larger source pictures are refused
 * @param maxSilentAccessUnits a decoder that gives no picture for so many access units fails its session
 */
public record LadderTranscoderSettings(
        List<H264EncoderKind> encoders,
        int cpuCount,
        Duration dropDelay,
        Duration maxDelay,
        Duration drainTimeout,
        long maxPixels,
        int maxSilentAccessUnits) {
    public LadderTranscoderSettings {
        encoders = List.copyOf(encoders);
        if (cpuCount < 1 || maxPixels < 1 || maxSilentAccessUnits < 1) {
            throw new IllegalArgumentException("cpuCount, maxPixels and maxSilentAccessUnits must be positive");
        }
        if (dropDelay.isNegative() || dropDelay.isZero() || maxDelay.compareTo(dropDelay) <= 0) {
            throw new IllegalArgumentException("dropDelay must be positive and below maxDelay");
        }
    }

    /** Hardware encoders first, all processors, 1 s and 3 s of delay, 30 s to drain. */
    public static LadderTranscoderSettings defaults() {
        return new LadderTranscoderSettings(
                H264EncoderKind.BY_PREFERENCE,
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                VideoDecoderSettings.DEFAULT_MAX_PIXELS,
                /* maxSilentAccessUnits= */ 300);
    }
}
