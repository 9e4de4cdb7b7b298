package dev.sluice.vod.sound;

/**
 * The highest peak of one channel between its samples, too (ITU-R BS.1770-4 annex 2): four times as many samples by a
 * windowed sinc. One thread.
 */
final class TruePeak {
    private static final int FACTOR = 4;
    private static final int TAPS = 12;
    /** For each place between two samples. */
    private static final double[][] PHASES = phases();

    /** The most that a value between samples exceeds the largest of them by. */
    private static final double MAX_OVERSHOOT = overshoot();

    /** Twice the same, so that the last samples always lie in one row. */
    private final double[] history = new double[2 * TAPS];

    private int at;
    private double peak;
    /** How many more windows hold a sample that is large enough for a new peak. */
    private int promising;

    void add(double sample) {
        history[at] = sample;
        history[at + TAPS] = sample;
        at = at + 1 == TAPS ? 0 : at + 1;
        double size = Math.abs(sample);
        peak = Math.max(peak, size);
        if (size * MAX_OVERSHOOT > peak) {
            promising = TAPS;
        }
        if (promising > 0) {
            promising--;
            for (double[] phase : PHASES) {
                double between = 0;
                for (int tap = 0; tap < TAPS; tap++) {
                    between += phase[tap] * history[at + tap];
                }
                peak = Math.max(peak, Math.abs(between));
            }
        }
    }

    /** Linear; 1 is full scale. */
    double peak() {
        return peak;
    }

    /** Phase p lies p quarters after the sixth sample of the history. */
    private static double[][] phases() {
        double[][] phases = new double[FACTOR - 1][TAPS];
        for (int phase = 1; phase < FACTOR; phase++) {
            double sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                double distance = tap - (TAPS / 2 - 1) - phase / (double) FACTOR;
                double window = 0.5 + 0.5 * Math.cos(Math.PI * distance / (TAPS / 2.0));
                phases[phase - 1][tap] = Math.sin(Math.PI * distance) / (Math.PI * distance) * window;
                sum += phases[phase - 1][tap];
            }
            for (int tap = 0; tap < TAPS; tap++) {
                phases[phase - 1][tap] /= sum;
            }
        }
        return phases;
    }

    private static double overshoot() {
        double most = 1;
        for (double[] phase : PHASES) {
            double sum = 0;
            for (double tap : phase) {
                sum += Math.abs(tap);
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
