package dev.sluice.transcoder;

import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;

/** Thins a source to an even divisor of its frame rate, by timestamps, so that slow stretches are left alone. */
final class FrameRateLimiter {
    private final Rational outputRate;
    private final long minDistanceTicks;
    private long lastAdmittedTicks;
    private boolean admittedAny;

    FrameRateLimiter(Rational sourceRate, int maxFps) {
        int divisor = FrameRates.divisor(sourceRate, maxFps);
        double pictureTicks = Timescale.VIDEO.ticksPerSecond() / sourceRate.toDouble();
        this.outputRate = new Rational(sourceRate.numerator(), Math.multiplyExact(sourceRate.denominator(), divisor));
        this.minDistanceTicks = divisor == 1 ? 0 : Math.round(pictureTicks * (divisor - 0.5));
    }

    /** The rate that comes out of a steady source. */
    Rational outputRate() {
        return outputRate;
    }

    /**
     * @param required true for a picture that carries a segment boundary: it is let through and the count starts anew
     */
    boolean admits(long ptsTicks, boolean required) {
        if (!required && admittedAny && ptsTicks - lastAdmittedTicks < minDistanceTicks) {
            return false;
        }
        lastAdmittedTicks = ptsTicks;
        admittedAny = true;
        return true;
    }
}
