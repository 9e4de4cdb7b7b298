package dev.sluice.engine.asset;

import java.util.List;

/**
 * A file that nobody has sent yet, in a few figures.
 *
 * @param width and {@code height}: of the upright picture; both zero for sound alone
 * @param frameRate pictures per second
 * @param audioChannels of each sound track
 */
public record SourceFacts(
        int width,
        int height,
        double frameRate,
        long durationUs,
        boolean interlaced,
        boolean highDynamicRange,
        List<Integer> audioChannels) {
    public SourceFacts {
        audioChannels = List.copyOf(audioChannels);
        if (width < 0 || height < 0 || (width == 0) != (height == 0) || (width == 0 && audioChannels.isEmpty())) {
            throw new IllegalArgumentException("neither pictures nor sound, or a picture with one side");
        }
        boolean still = width > 0 && !(frameRate > 0);
        if (still || durationUs < 0) {
            throw new IllegalArgumentException("a frame rate and a duration are not negative");
        }
    }
}
