package dev.sluice.engine.asset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file would become.
 *
 * @param durationUs about
 * @param video by codec, H.264 first, and from the largest to the smallest
 * @param dropped rungs of the profile that are not made
 * @param pixelsPerSecond encoded, over all renditions
 * @param cpuSecondsPerMinute of source, roughly, on a processor of today
 */
public record PlannedAsset(
        String profile,
        int profileVersion,
        long durationUs,
        List<Video> video,
        List<Audio> audio,
        List<Dropped> dropped,
        long pixelsPerSecond,
        double cpuSecondsPerMinute) {
    public PlannedAsset {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
        dropped = List.copyOf(dropped);
    }

    /**
     * @param maxBitrateBps peak
     * @param crf quality that is held below the peak: less is better
     * @param codec such as {@code h264}
     * @param encoded false when the source's own pictures are taken as they are
     * @param reason why the largest rung of H.264 is not the source's own pictures, or what that still depends on; null
     *     for the others
     * @param cpuSecondsPerMinute of source, roughly, but for decoding, which all rungs share
     */
    public record Video(
            String name,
            int width,
            int height,
            double frameRate,
            int maxBitrateBps,
            int crf,
            String codec,
            boolean encoded,
            @Nullable String reason,
            double cpuSecondsPerMinute) {}

    /** @param language BCP 47; null when not known */
    public record Audio(
            String name,
            int channels,
            int sampleRateHz,
            int bitrateBps,
            @Nullable String language) {}

    /** @param reason in words */
    public record Dropped(String name, String reason) {}
}
