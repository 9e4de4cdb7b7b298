package dev.sluice.engine.thumbnail;

import java.time.Duration;

/**
 * Whether and how pictures of live streams are made.
 *
 * @param interval at least this long between two of one stream; each is made of the first key frame after it
 * @param width at most, in pixels
 */
public record ThumbnailSettings(boolean enabled, Duration interval, int width) {
    public static final ThumbnailSettings DEFAULTS =
            new ThumbnailSettings(/* enabled= */ true, Duration.ofSeconds(10), /* width= */ 640);

    public ThumbnailSettings {
        if (!interval.isPositive() || width < 2) {
            throw new IllegalArgumentException("interval must be above zero and width at least 2");
        }
    }
}
