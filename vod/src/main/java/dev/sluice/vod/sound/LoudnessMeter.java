package dev.sluice.vod.sound;

import dev.sluice.engine.asset.Loudness;
import java.util.Arrays;
import java.util.Optional;

/**
 * Measures the loudness of a whole sound track (EBU R 128): integrated loudness of ITU-R BS.1770-4 over blocks of 400
 * ms that overlap by three quarters, gated at -70 LUFS and at 10 LU below what is left; and the true peak. Keeps eight
 * bytes for each 100 ms. Call order: {@code add* loudness}. One thread.
 */
public final class LoudnessMeter {
    private static final int STEPS_PER_SECOND = 10;
    private static final int STEPS_OF_BLOCK = 4;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double RELATIVE_GATE_LU = -10;
    private static final double OFFSET = -0.691;
    private static final double SURROUND_WEIGHT = 1.41;
    private static final int SURROUND_CHANNELS = 6;
    private static final int LFE_CHANNEL = 3;
    private static final int FIRST_CAPACITY = 4_096;

    private final int channelCount;
    private final int stepSamples;
    private final KWeighting[] weightings;
    private final TruePeak[] peaks;
    /** Energy of each step of 100 ms, over all channels. */
    private double[] steps = new double[FIRST_CAPACITY];

    private int stepCount;
    private double energy;
    private int samplesInStep;

    /** @param channelCount 1, 2, or 6 in the order left, right, centre, low frequencies, left and right surround */
    public LoudnessMeter(int sampleRateHz, int channelCount) {
        this.channelCount = channelCount;
        this.stepSamples = sampleRateHz / STEPS_PER_SECOND;
        this.weightings = new KWeighting[channelCount];
        this.peaks = new TruePeak[channelCount];
        for (int i = 0; i < channelCount; i++) {
            weightings[i] = new KWeighting(sampleRateHz);
            peaks[i] = new TruePeak();
        }
    }

    /** @param interleaved whole samples of all channels, full scale being 1 */
    public void add(float[] interleaved) {
        for (int at = 0; at < interleaved.length; at += channelCount) {
            for (int channel = 0; channel < channelCount; channel++) {
                double sample = interleaved[at + channel];
                peaks[channel].add(sample);
                double weighted = weightings[channel].filter(sample);
                energy += weight(channel) * weighted * weighted;
            }
            if (++samplesInStep == stepSamples) {
                addStep(energy / stepSamples);
                energy = 0;
                samplesInStep = 0;
            }
        }
    }

    /** Empty for silence, and for less than a block. */
    public Optional<Loudness> loudness() {
        double absolute = mean(power(ABSOLUTE_GATE_LUFS));
        if (absolute <= 0) {
            return Optional.empty();
        }
        double integrated = mean(Math.max(power(ABSOLUTE_GATE_LUFS), absolute * Math.pow(10, RELATIVE_GATE_LU / 10)));
        double peak = Arrays.stream(peaks).mapToDouble(TruePeak::peak).max().orElse(0);
        return Optional.of(new Loudness(rounded(lufs(integrated)), rounded(20 * Math.log10(peak))));
    }

    private double weight(int channel) {
        if (channelCount < SURROUND_CHANNELS || channel < LFE_CHANNEL) {
            return 1;
        }
        return channel == LFE_CHANNEL ? 0 : SURROUND_WEIGHT;
    }

    private void addStep(double step) {
        if (stepCount == steps.length) {
            steps = Arrays.copyOf(steps, stepCount * 2);
        }
        steps[stepCount++] = step;
    }

    /** Of the blocks above a power; zero when there is none. */
    private double mean(double gate) {
        double sum = 0;
        int blocks = 0;
        for (int first = 0; first + STEPS_OF_BLOCK <= stepCount; first++) {
            double block = 0;
            for (int i = 0; i < STEPS_OF_BLOCK; i++) {
                block += steps[first + i];
            }
            block /= STEPS_OF_BLOCK;
            if (block > gate) {
                sum += block;
                blocks++;
            }
        }
        return blocks == 0 ? 0 : sum / blocks;
    }

    private static double lufs(double power) {
        return OFFSET + 10 * Math.log10(power);
    }

    private static double power(double lufs) {
        return Math.pow(10, (lufs - OFFSET) / 10);
    }

    /** To what meters show. */
    private static double rounded(double decibels) {
        return Math.round(decibels * 10) / 10.0;
    }
}
