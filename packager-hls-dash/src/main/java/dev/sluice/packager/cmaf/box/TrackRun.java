package dev.sluice.packager.cmaf.box;

import dev.sluice.media.EncodedSample;
import java.util.Arrays;

/**
 * The samples of one chunk in decode order, each with the duration that only the muxer knows. Reused from chunk to
 * chunk, so that a sample costs no object. Owned by one thread at a time.
 */
public final class TrackRun {
    private static final int INITIAL_SAMPLES = 16;

    private EncodedSample[] samples = new EncodedSample[INITIAL_SAMPLES];
    private int[] durationTicks = new int[INITIAL_SAMPLES];
    private int count;
    private long totalTicks;

    public void add(EncodedSample sample, int duration) {
        if (count == samples.length) {
            samples = Arrays.copyOf(samples, count * 2);
            durationTicks = Arrays.copyOf(durationTicks, count * 2);
        }
        samples[count] = sample;
        durationTicks[count] = duration;
        count++;
        totalTicks += duration;
    }

    /** Drops the samples, and lets go of their payloads. */
    public void clear() {
        Arrays.fill(samples, 0, count, null);
        count = 0;
        totalTicks = 0;
    }

    public int count() {
        return count;
    }

    public EncodedSample sample(int index) {
        return samples[index];
    }

    int durationTicks(int index) {
        return durationTicks[index];
    }

    public long totalTicks() {
        return totalTicks;
    }
}
