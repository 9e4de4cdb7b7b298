package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.codec.Rational;

/** A picture as it is seen: upright, with square pixels. */
record DisplaySize(int width, int height) {
    /** Pixels of other shapes are taken for square ones: no camera makes them. */
    private static final double MAX_PIXEL_STRETCH = 4.0;

    private static final int BOX_WIDTH = 16;
    private static final int BOX_HEIGHT = 9;

    static DisplaySize of(VideoFacts video) {
        Rational shape = video.sampleAspectRatio();
        double stretch = shape.toDouble();
        boolean possible = stretch <= MAX_PIXEL_STRETCH && stretch >= 1 / MAX_PIXEL_STRETCH;
        int width = possible ? Math.max(1, Math.toIntExact(Math.round(video.width() * stretch))) : video.width();
        return video.turn().swapsSides()
                ? new DisplaySize(video.height(), width)
                : new DisplaySize(width, video.height());
    }

    int shorterSide() {
        return Math.min(width, height);
    }

    int longerSide() {
        return Math.max(width, height);
    }

    long pixels() {
        return (long) width * height;
    }

    /** The factor by which it fills a box of 16 by 9, upright or lying as the picture is. */
    double scaleToBox(int boxHeight) {
        return Math.min((double) boxHeight / shorterSide(), (double) boxHeight * BOX_WIDTH / BOX_HEIGHT / longerSide());
    }

    /** Scaled, with even sides. */
    DisplaySize scaled(double factor) {
        return new DisplaySize(even(width * factor), even(height * factor));
    }

    private static int even(double side) {
        return Math.max(2, 2 * Math.toIntExact(Math.round(side / 2)));
    }
}
