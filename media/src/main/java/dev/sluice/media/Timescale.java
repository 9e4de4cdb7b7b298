package dev.sluice.media;

import java.math.BigInteger;

/**
 * Ticks per second of a track's clock. The one place where times are converted between clocks: always rounded half up
 * (toward positive infinity), exact for every {@code long} input, so that two modules that convert the same time agree
 * to the tick.
 *
 * @param ticksPerSecond greater than zero
 */
public record Timescale(int ticksPerSecond) {
    /** The clock of every video track, as in MPEG-2 systems and RTP. */
    public static final Timescale VIDEO = new Timescale(90_000);

    public static final Timescale MILLISECONDS = new Timescale(1_000);
    public static final Timescale MICROSECONDS = new Timescale(1_000_000);

    public Timescale {
        if (ticksPerSecond <= 0) {
            throw new IllegalArgumentException("ticksPerSecond must be positive: " + ticksPerSecond);
        }
    }

    /**
     * Converts a time of this clock to another clock.
     *
     * @throws ArithmeticException when the result does not fit a {@code long}
     */
    public long rescale(long ticks, Timescale to) {
        return rescale(ticks, ticksPerSecond, to.ticksPerSecond);
    }

    public long toMicros(long ticks) {
        return rescale(ticks, MICROSECONDS);
    }

    public long fromMicros(long us) {
        return MICROSECONDS.rescale(us, this);
    }

    private static long rescale(long ticks, long fromHz, long toHz) {
        if (fromHz == toHz) {
            return ticks;
        }
        long high = Math.multiplyHigh(ticks, toHz);
        long low = ticks * toHz;
        boolean fitsLong = (high == 0 && low >= 0) || (high == -1 && low < 0);
        if (fitsLong && low <= Long.MAX_VALUE - fromHz) {
            return Math.floorDiv(low + fromHz / 2, fromHz);
        }
        BigInteger scaled = BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(toHz));
        BigInteger rounded = scaled.add(BigInteger.valueOf(fromHz / 2));
        BigInteger[] parts = rounded.divideAndRemainder(BigInteger.valueOf(fromHz));
        BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        return floor.longValueExact();
    }
}
