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

    /** Begins settings: on one thread, with B-frames and look-ahead, in colours that are not told. */
    public static Builder of(int width, int height, Rational frameRate, String preset) {
        return new Builder(width, height, frameRate, preset);
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

    /** One use, one thread. Exactly one of {@link #bitrate} and {@link #quality} is called. */
    public static final class Builder {
        private final int width;
        private final int height;
        private final Rational frameRate;
        private final String preset;
        private int bitrateBps;
        private int maxBitrateBps;
        private int bufferBits;
        private int crf = BY_BITRATE;
        private int threads = 1;
        private boolean lowLatency;
        private VideoColour colour = VideoColour.UNSPECIFIED;
        private int parameterSetId;

        private Builder(int width, int height, Rational frameRate, String preset) {
            this.width = width;
            this.height = height;
            this.frameRate = frameRate;
            this.preset = preset;
        }

        /** Holds an average: for live streams. */
        public Builder bitrate(int bitrateBps, int maxBitrateBps, int bufferBits) {
            this.bitrateBps = bitrateBps;
            this.maxBitrateBps = maxBitrateBps;
            this.bufferBits = bufferBits;
            return this;
        }

        /** Holds a quality under a peak: for files. */
        public Builder quality(int crf, int maxBitrateBps, int bufferBits) {
            this.crf = crf;
            this.maxBitrateBps = maxBitrateBps;
            this.bufferBits = bufferBits;
            return this;
        }

        public Builder threads(int count) {
            this.threads = count;
            return this;
        }

        public Builder lowLatency(boolean wanted) {
            this.lowLatency = wanted;
            return this;
        }

        public Builder colour(VideoColour written) {
            this.colour = written;
            return this;
        }

        /** For segments that stand beside those of another encoder in one file. */
        public Builder parameterSetId(int id) {
            this.parameterSetId = id;
            return this;
        }

        /** @throws IllegalArgumentException when they are impossible */
        public VideoEncoderSettings build() {
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
                    parameterSetId);
        }
    }
}
