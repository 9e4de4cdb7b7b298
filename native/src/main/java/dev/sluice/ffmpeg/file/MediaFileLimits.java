package dev.sluice.ffmpeg.file;

import java.time.Duration;

/**
 * How much of a file is looked at, and how much it may hold.
 *
 * @param probeBytes read at most to find out what is inside
 * @param analyzeDuration of media looked at, at most
 * @param maxStreams tracks of every kind; a file with more is refused
 * @param maxPixels pictures with more pixels are not decoded
 */
public record MediaFileLimits(long probeBytes, Duration analyzeDuration, int maxStreams, long maxPixels) {
    /** Room for a picture of 8192 by 4320, the largest of any level that players take. */
    public static final MediaFileLimits DEFAULTS =
            new MediaFileLimits(16L * 1024 * 1024, Duration.ofSeconds(10), 64, 8192L * 4320);

    public MediaFileLimits {
        if (probeBytes < 1 || analyzeDuration.isNegative() || maxStreams < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
