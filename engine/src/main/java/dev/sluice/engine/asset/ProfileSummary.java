package dev.sluice.engine.asset;

import java.util.List;

/**
 * A way to encode files.
 *
 * @param version grows with every change
 * @param preset speed in x264's words
 * @param rungs from the largest to the smallest
 */
public record ProfileSummary(
        String name,
        int version,
        String preset,
        int segmentSeconds,
        int stereoBitrateBps,
        int surroundBitrateBps,
        List<Rung> rungs) {
    public ProfileSummary {
        rungs = List.copyOf(rungs);
    }

    /**
     * @param height of the box of 16 by 9 that the picture fits in
     * @param maxBitrateBps peak
     * @param crf quality that is held below the peak: less is better
     */
    public record Rung(int height, int maxBitrateBps, int crf, int maxFrameRate) {}
}
