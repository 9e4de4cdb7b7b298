package dev.sluice.ffmpeg.codec;

/** How the stored picture is turned to be seen upright: the eight ways that a display matrix knows. */
public enum PictureTurn {
    NONE,
    /** By a quarter. */
    CLOCKWISE,
    /** By a quarter. */
    COUNTERCLOCKWISE,
    /** By a half. */
    HALF,
    /** Left and right change places. */
    MIRRORED,
    /** Top and bottom change places. */
    FLIPPED,
    /** Rows become columns. */
    TRANSPOSED,
    /** Rows become columns, and then a half turn. */
    TRANSPOSED_HALF;

    /** Whether width and height change places. */
    public boolean swapsSides() {
        return switch (this) {
            case CLOCKWISE, COUNTERCLOCKWISE, TRANSPOSED, TRANSPOSED_HALF -> true;
            case NONE, HALF, MIRRORED, FLIPPED -> false;
        };
    }

    /**
     * The nearest turn to a display matrix (ISO/IEC 14496-12 section 6.2.2): a point (x, y) goes to (a x + c y, b x + d
     * y).
     */
    public static PictureTurn ofMatrix(long a, long b, long c, long d) {
        if (Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c)) {
            if (a < 0) {
                return d < 0 ? HALF : MIRRORED;
            }
            return d < 0 ? FLIPPED : NONE;
        }
        if (b > 0) {
            return c > 0 ? TRANSPOSED : CLOCKWISE;
        }
        return c > 0 ? COUNTERCLOCKWISE : TRANSPOSED_HALF;
    }

    /** By the orientation of Exif 2.32 (tag 0x0112); none for a value that it does not know. */
    public static PictureTurn ofExif(int orientation) {
        return switch (orientation) {
            case 2 -> MIRRORED;
            case 3 -> HALF;
            case 4 -> FLIPPED;
            case 5 -> TRANSPOSED;
            case 6 -> CLOCKWISE;
            case 7 -> TRANSPOSED_HALF;
            case 8 -> COUNTERCLOCKWISE;
            default -> NONE;
        };
    }
}
