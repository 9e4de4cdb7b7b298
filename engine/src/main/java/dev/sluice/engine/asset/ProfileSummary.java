package dev.sluice.engine.asset;

import java.util.List;

/**
 * A way to encode files.
 *
 * @param version grows with every change
 * @param preset speed in x264's words
 * @param codecs that every rung is made in, such as {@code h264}
 * @param copy whether the source's own pictures are the rung that they equal, where they can be
 * @param rungs from the largest to the smallest
 */
public record ProfileSummary(
        String name,
        int version,
        String preset,
        int segmentSeconds,
        int stereoBitrateBps,
        int surroundBitrateBps,
        List<String> codecs,
        boolean copy,
        List<Rung> rungs) {
    public ProfileSummary {
        codecs = List.copyOf(codecs);
        rungs = List.copyOf(rungs);
    }

    /**
     * @param height of the box of 16 by 9 that the picture fits in
     * @param maxBitrateBps peak
     * @param crf quality that is held below the peak: less is better
     */
    public record Rung(int height, int maxBitrateBps, int crf, int maxFrameRate) {}
}
