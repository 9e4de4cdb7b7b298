package dev.sluice.ffmpeg.codec;

/**
 * How to open a video decoder.
 *
 * @param threads decoding threads; more than one costs a picture of delay per thread
 * @param maxPixels pictures with more pixels are refused before memory is taken for them
 * @param strict true to refuse samples that are found wrong, where decoding would go on somehow; H.264 goes on, since
 *     encoders err in what is no picture, and tells by {@link VideoFrame#isDamaged()}
 */
public record VideoDecoderSettings(int threads, long maxPixels, boolean strict) {
    /** Room for 4096x2304, the largest picture of H.264 level 5.2. */
    public static final long DEFAULT_MAX_PIXELS = 4096L * 2304;

    public static final VideoDecoderSettings DEFAULTS = new VideoDecoderSettings(1, DEFAULT_MAX_PIXELS);

    public VideoDecoderSettings(int threads, long maxPixels) {
        this(threads, maxPixels, /* strict= */ false);
    }

    public VideoDecoderSettings {
        if (threads < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("threads and maxPixels must be positive");
        }
    }
}
