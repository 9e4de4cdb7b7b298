package dev.sluice.ffmpeg.codec;

import dev.sluice.media.codec.Rational;

/**
 * How to open a video encoder.
 *
 * @param bitrateBps average; zero when the quality is given instead
 * @param maxBitrateBps peak over the buffer
 * @param bufferBits VBV buffer size
 * @param frameRate frames per second that the rate control reckons with; timestamps may still vary
 * @param preset speed preset in x264's words, {@code ultrafast} to {@code veryslow}
 * @param threads encoding threads; hardware encoders have their own
 * @param lowLatency no look-ahead and no B-frames: each picture comes out before the next goes in
 * @param colour written into the bitstream
 * @param crf constant rate factor in x264's measure, held as long as the peak allows; {@link #BY_BITRATE} to hold the
 *     average bitrate instead
 * @param parameterSetId of the parameter sets; only x264 has others than zero
 */
public record VideoEncoderSettings(
        int width,
        int height,
        int bitrateBps,
        int maxBitrateBps,
        int bufferBits,
        Rational frameRate,
        String preset,
        int threads,
        boolean lowLatency,
        VideoColour colour,
        int crf,
        int parameterSetId) {
    public static final int BY_BITRATE = -1;

    private static final int MAX_CRF = 51;
    private static final int MAX_PARAMETER_SET_ID = 31;

    /** Holds the average bitrate. */
    public VideoEncoderSettings(
            int width,
            int height,
            int bitrateBps,
            int maxBitrateBps,
            int bufferBits,
            Rational frameRate,
            String preset,
            int threads,
            boolean lowLatency,
            VideoColour colour) {
        this(
                width,
                height,
                bitrateBps,
                maxBitrateBps,
                bufferBits,
                frameRate,
                preset,
                threads,
                lowLatency,
                colour,
                BY_BITRATE,
                /* parameterSetId= */ 0);
    }

    /** Holds a quality under a peak bitrate, with B-frames and look-ahead, on one thread: for files. */
    public static VideoEncoderSettings cappedQuality(
            int width, int height, int crf, int maxBitrateBps, int bufferBits, Rational frameRate, String preset) {
        return new VideoEncoderSettings(
                width,
                height,
                0,
                maxBitrateBps,
                bufferBits,
                frameRate,
                preset,
                1,
                false,
                VideoColour.UNSPECIFIED,
                crf,
                0);
    }

    public VideoEncoderSettings withColour(VideoColour other) {
        return new VideoEncoderSettings(
                width,
                height,
                bitrateBps,
                maxBitrateBps,
                bufferBits,
                frameRate,
                preset,
                threads,
                lowLatency,
                other,
                crf,
                parameterSetId);
    }

    /** For segments that stand beside those of another encoder in one file. */
    public VideoEncoderSettings withParameterSetId(int id) {
        return new VideoEncoderSettings(
                width,
                height,
                bitrateBps,
                maxBitrateBps,
                bufferBits,
                frameRate,
                preset,
                threads,
                lowLatency,
                colour,
                crf,
                id);
    }

    /** Pictures are decoded in the order in which they are shown. */
    public VideoEncoderSettings withLowLatency() {
        return new VideoEncoderSettings(
                width,
                height,
                bitrateBps,
                maxBitrateBps,
                bufferBits,
                frameRate,
                preset,
                threads,
                true,
                colour,
                crf,
                parameterSetId);
    }

    public boolean holdsQuality() {
        return crf != BY_BITRATE;
    }

    public VideoEncoderSettings {
        if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("not an even picture size: " + width + "x" + height);
        }
        if (parameterSetId < 0 || parameterSetId > MAX_PARAMETER_SET_ID) {
            throw new IllegalArgumentException("not an id of a parameter set: " + parameterSetId);
        }
        if (crf < BY_BITRATE || crf > MAX_CRF) {
            throw new IllegalArgumentException("not a constant rate factor: " + crf);
        }
        boolean fitting = crf == BY_BITRATE ? bitrateBps > 0 : bitrateBps == 0 && maxBitrateBps > 0;
        if (!fitting || maxBitrateBps < bitrateBps || bufferBits <= 0 || threads < 1) {
            throw new IllegalArgumentException("impossible rate or thread count for " + width + "x" + height);
        }
    }
}
