package dev.sluice.ffmpeg;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * The {@code ffmpeg} and {@code ffprobe} programs of the same build as the libraries, unpacked on first use. For tests
 * and benchmarks: the engine itself starts no programs. They need system libraries that the engine does not (libxcb,
 * libasound, libpulse, libudev).
 */
public final class FfmpegPrograms {
    private FfmpegPrograms() {}

    public static Path ffmpeg() {
        return Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
    }

    public static Path ffprobe() {
        return Path.of(Loader.load(org.bytedeco.ffmpeg.ffprobe.class));
    }
}
