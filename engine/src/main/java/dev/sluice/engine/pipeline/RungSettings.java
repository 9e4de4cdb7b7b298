package dev.sluice.engine.pipeline;

/**
 * One rung of the ladder, before it meets a source.
 *
 * @param name fit for a path, {@code 720p}
 * @param height lines of a landscape picture; the shorter side of a portrait one
 * @param bitrateBps average
 * @param maxBitrateBps peak
 * @param bufferBits over which the peak is measured
 * @param maxFrameRate frames per second
 * @param preset speed preset in x264's words
 */
public record RungSettings(
        String name, int height, int bitrateBps, int maxBitrateBps, int bufferBits, int maxFrameRate, String preset) {
    private static final int MIN_HEIGHT = 64;
    private static final int MAX_HEIGHT = 4320;

    public RungSettings {
        if (!name.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("a rung's name is 1 to 32 of A-Z a-z 0-9 _ -: " + name);
        }
        if (height < MIN_HEIGHT || height > MAX_HEIGHT || height % 2 != 0) {
            throw new IllegalArgumentException("rung " + name + ": height must be even, 64 to 4320: " + height);
        }
        if (bitrateBps <= 0 || maxBitrateBps < bitrateBps || bufferBits <= 0 || maxFrameRate <= 0) {
            throw new IllegalArgumentException(
                    "rung " + name + ": bitrates, buffer and frame rate do not fit together");
        }
    }

    /** A rung whose peak and buffer follow from its average. */
    public static RungSettings of(String name, int height, int bitrateBps, int maxFrameRate, String preset) {
        return new RungSettings(
                name,
                height,
                bitrateBps,
                Math.toIntExact(Math.round(bitrateBps * 1.07)),
                Math.toIntExact(Math.round(bitrateBps * 1.5)),
                maxFrameRate,
                preset);
    }
}
