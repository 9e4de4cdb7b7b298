package dev.sluice.packager;

import dev.sluice.media.TrackType;
import java.util.regex.Pattern;

/**
 * A rendition that a period will have. Players see it once its track is known and a first segment is there.
 *
 * @param name unique in the stream, and a path segment: letters, digits, {@code _}, {@code -} and inner dots
 * @param declaredBitrateBps what the encoder aims at; manifests give the measured figure once there is one
 */
public record RenditionPlan(String name, TrackType type, int declaredBitrateBps) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

    public RenditionPlan {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("rendition name is not fit for a path: " + name);
        }
    }
}
