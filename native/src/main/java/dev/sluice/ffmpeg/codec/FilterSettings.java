package dev.sluice.ffmpeg.codec;

/**
 * What is done to decoded pictures before they are scaled. Every part of it is a number or one of a few names.
 *
 * @param deinterlace make whole pictures of the two fields, where a picture says that it has them
 * @param turn how the picture is turned upright
 * @param dynamicRange of the source; all but the standard one is mapped to it
 * @param toneMapWidth and {@code toneMapHeight}: the size that is tone-mapped, before the picture is turned; ignored
 *     for a standard source
 */
public record FilterSettings(
        boolean deinterlace, PictureTurn turn, DynamicRange dynamicRange, int toneMapWidth, int toneMapHeight) {
    public FilterSettings {
        if (dynamicRange != DynamicRange.STANDARD && (toneMapWidth < 2 || toneMapHeight < 2)) {
            throw new IllegalArgumentException("not a picture size: " + toneMapWidth + "x" + toneMapHeight);
        }
    }

    /** Whether there is anything to do. */
    public boolean isNeeded() {
        return deinterlace || turn != PictureTurn.NONE || dynamicRange != DynamicRange.STANDARD;
    }
}
