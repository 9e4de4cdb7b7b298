package dev.sluice.ffmpeg;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Loads FFmpeg once per process and sends its log to SLF4J. Everything in this module that calls FFmpeg goes through
 * {@link #load()} first; calling it again costs nothing. Safe for any thread.
 */
public final class FfmpegLibrary {
    private FfmpegLibrary() {}

    /** @throws FfmpegException when the native libraries cannot be loaded on this machine */
    public static void load() throws FfmpegException {
        try {
            Loaded.touch();
        } catch (LinkageError e) {
            FfmpegException failure = new FfmpegException("FFmpeg's native libraries cannot be loaded: " + e);
            failure.initCause(e);
            throw failure;
        }
    }

    /** FFmpeg's release, such as {@code 8.0.1}. */
    public static String version() throws FfmpegException {
        load();
        return avutil.av_version_info().getString();
    }

    /** The licence that the loaded build is under, such as {@code GPL version 3 or later}. */
    public static String licence() throws FfmpegException {
        load();
        return avcodec.avcodec_license().getString();
    }

    private static final class Loaded {
        static {
            // JavaCPP would otherwise fail allocations once the whole process, its Java heap included, passes a guess.
            if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
                System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
            }
            FfmpegLog.install();
        }

        static void touch() {}
    }
}
