package dev.sluice.ffmpeg.codec;

import dev.sluice.media.codec.Rational;

/**
 * How to open a video encoder.
 *
 * @param bitrateBps average
 * @param maxBitrateBps peak over the buffer
 * @param bufferBits VBV buffer size
 * @param frameRate frames per second that the rate control reckons with; timestamps may still vary
 * @param preset speed preset in x264's words, {@code ultrafast} to {@code veryslow}
 * @param threads encoding threads; hardware encoders have their own
 * @param lowLatency no look-ahead and no B-frames: each picture comes out before the next goes in
 * @param colour written into the bitstream
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
        VideoColour colour) {
    public VideoEncoderSettings {
        if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("not an even picture size: " + width + "x" + height);
        }
        if (bitrateBps <= 0 || maxBitrateBps < bitrateBps || bufferBits <= 0 || threads < 1) {
            throw new IllegalArgumentException("impossible rate or thread count for " + width + "x" + height);
        }
    }
}
