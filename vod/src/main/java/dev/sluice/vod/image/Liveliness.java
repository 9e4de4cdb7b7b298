package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.VideoFrame;

/**
 * How much there is to see on a picture.
 *
 * @param mean brightness, 0 to 255
 * @param deviation of the brightness over the picture
 */
record Liveliness(double mean, double deviation) {
    /** So many pixels tell black from a night, and a title from a face. */
    static final int WIDTH = 64;

    static final int HEIGHT = 36;
    private static final double DARK = 28;
    private static final double BRIGHT = 225;
    private static final double FLAT = 12;

    /** @param scaler to {@value #WIDTH} by {@value #HEIGHT} */
    static Liveliness of(VideoFrame picture, Scaler scaler) throws FfmpegException {
        try (VideoFrame small = scaler.scale(picture)) {
            long sum = 0;
            long squares = 0;
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int luma = small.lumaAt(x, y);
                    sum += luma;
                    squares += (long) luma * luma;
                }
            }
            double pixels = WIDTH * HEIGHT;
            double mean = sum / pixels;
            return new Liveliness(mean, Math.sqrt(Math.max(0, squares / pixels - mean * mean)));
        }
    }

    /** Neither black nor white nor near one colour. */
    boolean isGood() {
        return mean >= DARK && mean <= BRIGHT && deviation >= FLAT;
    }

    /** Where none is good: rather the one with something on it, rather not a black one. */
    boolean isBetterThan(Liveliness other) {
        boolean seen = mean >= DARK && mean <= BRIGHT;
        boolean otherSeen = other.mean >= DARK && other.mean <= BRIGHT;
        return seen == otherSeen ? deviation > other.deviation : seen;
    }
}
