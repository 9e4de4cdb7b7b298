package dev.sluice.ffmpeg.codec;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.codec.Rational;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the best H.264 encoder that really opens on this machine. Safe for any thread. */
public final class VideoEncoders {
    private static final Logger LOG = LoggerFactory.getLogger(VideoEncoders.class);
    private static final int MAX_RENDER_NODES = 16;
    private static final VideoEncoderSettings TRIAL = VideoEncoderSettings.of(
                    640, 360, new Rational(30, 1), "superfast")
            .bitrate(800_000, 900_000, 1_200_000)
            .lowLatency(true)
            .build();

    /** What a trial said, by kind; the empty string when the encoder opened. Devices do not come and go. */
    private static final Map<H264EncoderKind, String> TRIALS = new ConcurrentHashMap<>();

    private VideoEncoders() {}

    /** True when any of these kinds opens on this machine; tried in this order, once per process. */
    public static boolean anyUsable(List<H264EncoderKind> preference) {
        return preference.stream().anyMatch(kind -> whyNot(kind).isEmpty());
    }

    /** Why this encoder does not open here, or the empty string when it does. */
    public static String whyNot(H264EncoderKind kind) {
        return TRIALS.computeIfAbsent(kind, VideoEncoders::tryOut);
    }

    /**
     * Opens the first usable encoder in the order of {@code preference}; the next one when it is at its limit of
     * sessions.
     *
     * @throws FfmpegException when none opens with these settings
     */
    public static VideoEncoder open(
            List<H264EncoderKind> preference, VideoEncoderSettings settings, NativeMemory memory)
            throws FfmpegException {
        FfmpegException failure = null;
        for (H264EncoderKind kind : preference) {
            if (!whyNot(kind).isEmpty()) {
                continue;
            }
            try {
                return H264Encoder.open(kind, settings, memory);
            } catch (FfmpegException e) {
                LOG.warn("{} does not open at {}x{}: {}", kind.encoderName(), settings.width(), settings.height(), e);
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure != null ? failure : new FfmpegException("none of the H.264 encoders " + preference + " opens");
    }

    private static String tryOut(H264EncoderKind kind) {
        if (!devicePresent(kind)) {
            return "no device";
        }
        try (VideoEncoder encoder = H264Encoder.open(kind, TRIAL, new NativeMemory("trial of " + kind))) {
            LOG.debug("{} opens", encoder.name());
            return "";
        } catch (FfmpegException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean devicePresent(H264EncoderKind kind) {
        return switch (kind) {
            case NVENC -> Files.exists(Path.of("/dev/nvidiactl"));
            case VAAPI ->
                IntStream.range(128, 128 + MAX_RENDER_NODES)
                        .anyMatch(node -> Files.exists(Path.of("/dev/dri/renderD" + node)));
            case X264, OPENH264 -> true;
        };
    }
}
