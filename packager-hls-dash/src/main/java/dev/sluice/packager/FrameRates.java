package dev.sluice.packager;

import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import dev.sluice.packager.cmaf.Segment;
import java.util.List;

/** The frame rate of a rendition whose bitstream does not tell it. */
final class FrameRates {
    private static final double TOLERANCE = 0.004;
    private static final List<Rational> USUAL = List.of(
            new Rational(30, 1),
            new Rational(25, 1),
            new Rational(60, 1),
            new Rational(50, 1),
            new Rational(24, 1),
            new Rational(30_000, 1_001),
            new Rational(60_000, 1_001),
            new Rational(24_000, 1_001),
            new Rational(15, 1),
            new Rational(120, 1));
    private static final int DECIMALS = 1_000;

    private FrameRates() {}

    /** The usual rate nearest to what a segment shows, else the measured one with three decimals. */
    static Rational measure(Segment segment, Timescale timescale) {
        double measured =
                segment.sampleCount() * (double) timescale.ticksPerSecond() / Math.max(segment.durationTicks(), 1);
        Rational nearest = USUAL.getFirst();
        for (Rational usual : USUAL) {
            if (Math.abs(usual.toDouble() - measured) < Math.abs(nearest.toDouble() - measured)) {
                nearest = usual;
            }
        }
        boolean near = Math.abs(nearest.toDouble() - measured) <= measured * TOLERANCE;
        return near ? nearest : new Rational((int) Math.max(1, Math.round(measured * DECIMALS)), DECIMALS);
    }
}
