package dev.sluice.media.codec;

import org.jspecify.annotations.Nullable;

/**
 * The picture that a video decoder gives.
 *
 * @param width visible width in pixels, after cropping
 * @param height visible height in pixels, after cropping
 * @param sampleAspectRatio shape of one pixel; 1/1 when not signalled
 * @param frameRate frames per second as signalled by the bitstream, null when it is not (then measure)
 */
public record VideoFormat(
        int width,
        int height,
        Rational sampleAspectRatio,
        @Nullable Rational frameRate) {
    /** No supported level of any codec goes beyond 8K in either direction (with room for portrait). */
    public static final int MAX_DIMENSION = 8192;

    public VideoFormat {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("empty picture: " + width + "x" + height);
        }
    }

    /** Width at which square pixels would show the picture in its true shape, rounded to the nearest pixel. */
    public int displayWidth() {
        return Math.toIntExact(Math.round(width * sampleAspectRatio.toDouble()));
    }
}
