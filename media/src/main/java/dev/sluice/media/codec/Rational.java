package dev.sluice.media.codec;

/**
 * A positive ratio in lowest terms: a frame rate in frames per second, or a sample aspect ratio (width to height).
 *
 * @param numerator greater than zero
 * @param denominator greater than zero
 */
public record Rational(int numerator, int denominator) {
    public static final Rational ONE = new Rational(1, 1);

    public Rational {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException("not a positive ratio: " + numerator + "/" + denominator);
        }
        int divisor = greatestCommonDivisor(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
    }

    public double toDouble() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
