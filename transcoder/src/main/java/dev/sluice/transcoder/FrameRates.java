package dev.sluice.transcoder;

import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frame rates that rate control can reckon with. */
final class FrameRates {
    private static final double MIN_FPS = 1;
    private static final double MAX_FPS = 240;
    private static final double SNAP_RATIO = 0.025;
    private static final List<Rational> USUAL = List.of(
            new Rational(10, 1),
            new Rational(12, 1),
            new Rational(15, 1),
            new Rational(20, 1),
            new Rational(24_000, 1_001),
            new Rational(24, 1),
            new Rational(25, 1),
            new Rational(30_000, 1_001),
            new Rational(30, 1),
            new Rational(50, 1),
            new Rational(60_000, 1_001),
            new Rational(60, 1));

    private FrameRates() {}

    /** The signalled rate when it is believable, else null. */
    static @Nullable Rational believable(@Nullable Rational signalled) {
        return signalled != null && signalled.toDouble() >= MIN_FPS && signalled.toDouble() <= MAX_FPS
                ? signalled
                : null;
    }

    /** The rate that goes with this distance of two pictures on the 90 kHz clock, snapped to a usual one. */
    static Rational ofDistance(long ticks) {
        double fps = (double) Timescale.VIDEO.ticksPerSecond() / Math.max(1, ticks);
        Rational nearest = USUAL.stream()
                .min(Comparator.comparingDouble(usual -> Math.abs(usual.toDouble() - fps)))
                .orElseThrow();
        if (Math.abs(nearest.toDouble() - fps) <= SNAP_RATIO * fps) {
            return nearest;
        }
        return new Rational((int) Math.round(Math.clamp(fps, MIN_FPS, MAX_FPS)), 1);
    }

    /** By how much a source of this rate is thinned so that it stays within {@code maxFps}. */
    static int divisor(Rational rate, int maxFps) {
        double slack = 0.01;
        return Math.max(1, (int) Math.ceil(rate.toDouble() / Math.max(1, maxFps) - slack));
    }
}
