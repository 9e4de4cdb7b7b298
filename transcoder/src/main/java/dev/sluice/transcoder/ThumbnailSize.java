package dev.sluice.transcoder;

import dev.sluice.media.codec.Rational;

/**
 * The size of a thumbnail: the shape in which the source is shown, square pixels, even, and never larger than shown.
 */
record ThumbnailSize(int width, int height) {
    /** A picture that is higher than this many widths is made narrower instead. */
    static final int MAX_HEIGHTS = 3;

    /** @param pixelShape width to height of one pixel of the source */
    static ThumbnailSize of(int width, int height, Rational pixelShape, int maxWidth) {
        double shownWidth = width * pixelShape.toDouble();
        double maxHeight = (double) MAX_HEIGHTS * maxWidth;
        double scale = Math.min(1, Math.min(maxWidth / shownWidth, maxHeight / height));
        return new ThumbnailSize(even(shownWidth * scale), even(height * scale));
    }

    private static int even(double length) {
        int whole = Math.toIntExact(Math.round(length));
        return Math.max(2, whole - whole % 2);
    }
}
