package dev.sluice.media.codec;

import dev.sluice.media.io.MediaParseException;
import org.jspecify.annotations.Nullable;

/** Checks of what parameter sets say about the picture, shared by the video codecs. */
final class Pictures {
    private static final int MAX_FRAME_RATE = 300;

    /** {@code aspect_ratio_idc} 1 to 16 (ITU-T H.264 table E-1, the same in H.265); 0 is unspecified. */
    private static final int[][] ASPECT_RATIOS = {
        {1, 1}, {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11}, {80, 33}, {18, 11},
        {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1}
    };

    static final int EXTENDED_ASPECT_RATIO = 255;

    private Pictures() {}

    /** @throws MediaParseException unsupported, when the coded picture is larger than any level of Sluice */
    static void requireSupportedSize(long width, long height) throws MediaParseException {
        if (width > VideoFormat.MAX_DIMENSION || height > VideoFormat.MAX_DIMENSION) {
            throw MediaParseException.unsupported("picture of " + width + "x" + height + ", at most "
                    + VideoFormat.MAX_DIMENSION + "x" + VideoFormat.MAX_DIMENSION + " is supported");
        }
        if (width <= 0 || height <= 0) {
            throw MediaParseException.malformed("empty picture: " + width + "x" + height);
        }
    }

    /** What is left of the coded picture after cropping. */
    static int cropped(long coded, long cropBefore, long cropAfter) throws MediaParseException {
        long visible = coded - cropBefore - cropAfter;
        if (visible <= 0) {
            throw MediaParseException.malformed(
                    "cropping of " + cropBefore + " and " + cropAfter + " leaves nothing of " + coded + " pixels");
        }
        return (int) visible;
    }

    static Rational aspectRatio(int aspectRatioIdc) {
        if (aspectRatioIdc >= ASPECT_RATIOS.length) {
            return Rational.ONE;
        }
        return new Rational(ASPECT_RATIOS[aspectRatioIdc][0], ASPECT_RATIOS[aspectRatioIdc][1]);
    }

    /** Zero in either part means unspecified. */
    static Rational extendedAspectRatio(int sarWidth, int sarHeight) {
        return sarWidth == 0 || sarHeight == 0 ? Rational.ONE : new Rational(sarWidth, sarHeight);
    }

    /** Null for what no camera does (zero, or clocks of 1000 Hz and more): then the rate has to be measured. */
    static @Nullable Rational frameRate(long timeScale, long ticksPerFrame) {
        if (timeScale <= 0 || ticksPerFrame <= 0 || timeScale > MAX_FRAME_RATE * ticksPerFrame) {
            return null;
        }
        long divisor = greatestCommonDivisor(timeScale, ticksPerFrame);
        long numerator = timeScale / divisor;
        long denominator = ticksPerFrame / divisor;
        return numerator > Integer.MAX_VALUE || denominator > Integer.MAX_VALUE
                ? null
                : new Rational((int) numerator, (int) denominator);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
