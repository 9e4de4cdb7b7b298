package dev.sluice.engine.port;

/**
 * One video rendition to encode.
 *
 * @param name unique in the ladder, fit for a path, {@code 720p}
 * @param width even, pixels are square
 * @param height even
 * @param bitrateBps average
 * @param maxBitrateBps peak over the buffer
 * @param bufferBits VBV buffer size
 * @param maxFrameRate frames per second; a faster source is thinned to an even divisor of its rate
 * @param preset the encoder's speed preset, in x264's words; other encoders map it
 */
public record VideoRung(
        String name,
        int width,
        int height,
        int bitrateBps,
        int maxBitrateBps,
        int bufferBits,
        int maxFrameRate,
        String preset) {}
