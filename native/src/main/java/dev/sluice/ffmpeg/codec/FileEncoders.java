package dev.sluice.ffmpeg.codec;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.codec.Rational;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Opens encoders for files: only those on the CPU that make the same bytes on every machine, whose pieces go together
 * wherever they were made. Safe for any thread.
 */
public final class FileEncoders {
    private static final List<H264EncoderKind> H264 = List.of(H264EncoderKind.X264, H264EncoderKind.OPENH264);
    private static final VideoEncoderSettings TRIAL = VideoEncoderSettings.of(
                    640, 360, new Rational(30, 1), "superfast")
            .quality(30, 800_000, 1_200_000)
            .build();

    /** What a trial said, by kind; the empty string when the encoder opened. Builds do not change. */
    private static final Map<FileEncoderKind, String> TRIALS = new ConcurrentHashMap<>();

    private FileEncoders() {}

    /**
     * True when this build of FFmpeg can encode the codec; tried once per process.
     *
     * @throws FfmpegException when FFmpeg cannot be loaded
     */
    public static boolean has(VideoCodec codec) throws FfmpegException {
        FfmpegLibrary.load();
        return codec == VideoCodec.H264
                ? VideoEncoders.anyUsable(H264)
                : kinds(codec).anyMatch(kind -> whyNot(kind).isEmpty());
    }

    /**
     * @param settings that hold a quality under a peak
     * @throws FfmpegException when this build has no encoder of the codec, or it does not open with these settings
     */
    public static VideoEncoder open(VideoCodec codec, VideoEncoderSettings settings, NativeMemory memory)
            throws FfmpegException {
        if (codec == VideoCodec.H264) {
            return VideoEncoders.open(H264, settings, memory);
        }
        FileEncoderKind usable = kinds(codec)
                .filter(kind -> whyNot(kind).isEmpty())
                .findFirst()
                .orElseThrow(() -> new FfmpegException("this build of FFmpeg has no " + codec.label() + " encoder"));
        return FileEncoder.open(usable, settings, memory);
    }

    private static Stream<FileEncoderKind> kinds(VideoCodec codec) {
        return Stream.of(FileEncoderKind.values()).filter(kind -> kind.codec() == codec);
    }

    private static String whyNot(FileEncoderKind kind) {
        return TRIALS.computeIfAbsent(kind, FileEncoders::tryOut);
    }

    private static String tryOut(FileEncoderKind kind) {
        try {
            FileEncoder.open(kind, TRIAL, new NativeMemory("trial of " + kind)).close();
            return "";
        } catch (FfmpegException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
