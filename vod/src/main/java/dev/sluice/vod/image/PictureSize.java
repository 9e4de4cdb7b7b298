package dev.sluice.vod.image;

/** How large a picture is made. Both sides are even. */
record PictureSize(int width, int height) {
    /** Within a square of this side, in the shape it has, never enlarged. */
    static PictureSize within(int width, int height, int longestSide) {
        double factor = Math.min(1, longestSide / (double) Math.max(width, height));
        return new PictureSize(even(width * factor), even(height * factor));
    }

    /** The sides the other way round. */
    PictureSize turned() {
        return new PictureSize(/* width= */ height, /* height= */ width);
    }

    private static int even(double side) {
        return Math.max(2, 2 * Math.toIntExact(Math.round(side / 2)));
    }
}
