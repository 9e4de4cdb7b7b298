package dev.sluice.vod.sound;

/**
 * The K-weighting of ITU-R BS.1770-4 for one channel: what a head does to high sounds, then a high-pass. The
 * recommendation gives coefficients for 48 kHz; those of other rates follow from the same analogue filters by the
 * bilinear transform. One thread.
 */
final class KWeighting {
    private static final double SHELF_HZ = 1_681.974450955533;
    private static final double SHELF_DB = 3.999843853973347;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_BAND_EXPONENT = 0.4996667741545416;
    private static final double HIGH_PASS_HZ = 38.13547087602444;
    private static final double HIGH_PASS_Q = 0.5003270373238773;
    /** Below what 64 bits of sound can hold; smaller states only cost time. */
    private static final double DENORMAL = 1e-30;

    private final double[] shelf;
    private final double[] highPass;
    private double shelf1;
    private double shelf2;
    private double high1;
    private double high2;

    KWeighting(int sampleRateHz) {
        this.shelf = shelf(sampleRateHz);
        this.highPass = highPass(sampleRateHz);
    }

    double filter(double sample) {
        double s = sample - shelf[3] * shelf1 - shelf[4] * shelf2;
        double shelved = shelf[0] * s + shelf[1] * shelf1 + shelf[2] * shelf2;
        shelf2 = shelf1;
        shelf1 = Math.abs(s) < DENORMAL ? 0 : s;
        double h = shelved - highPass[3] * high1 - highPass[4] * high2;
        double passed = highPass[0] * h + highPass[1] * high1 + highPass[2] * high2;
        high2 = high1;
        high1 = Math.abs(h) < DENORMAL ? 0 : h;
        return passed;
    }

    /** b0, b1, b2, a1, a2. */
    private static double[] shelf(int sampleRateHz) {
        double k = Math.tan(Math.PI * SHELF_HZ / sampleRateHz);
        double high = Math.pow(10, SHELF_DB / 20);
        double band = Math.pow(high, SHELF_BAND_EXPONENT);
        double a0 = 1 + k / SHELF_Q + k * k;
        return new double[] {
            (high + band * k / SHELF_Q + k * k) / a0,
            2 * (k * k - high) / a0,
            (high - band * k / SHELF_Q + k * k) / a0,
            2 * (k * k - 1) / a0,
            (1 - k / SHELF_Q + k * k) / a0
        };
    }

    private static double[] highPass(int sampleRateHz) {
        double k = Math.tan(Math.PI * HIGH_PASS_HZ / sampleRateHz);
        double a0 = 1 + k / HIGH_PASS_Q + k * k;
        return new double[] {1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / HIGH_PASS_Q + k * k) / a0};
    }
}
