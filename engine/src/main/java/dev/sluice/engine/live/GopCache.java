package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples since the latest one at which decoding can start, so that a late subscriber need not wait for the next. A
 * run that outgrows the bounds is given up until the next start. Not safe for threads: owned by the fan-out.
 */
final class GopCache {
    private final int maxSamples;
    private final long maxBytes;
    private final List<EncodedSample> samples = new ArrayList<>();
    private long bytes;
    private boolean overgrown = true;

    GopCache(int maxSamples, long maxBytes) {
        this.maxSamples = maxSamples;
        this.maxBytes = maxBytes;
    }

    void add(EncodedSample sample, boolean start) {
        if (start) {
            samples.clear();
            bytes = 0;
            overgrown = false;
        }
        if (overgrown) {
            return;
        }
        bytes += sample.payload().sizeBytes();
        if (samples.size() >= maxSamples || bytes > maxBytes) {
            clear();
            return;
        }
        samples.add(sample);
    }

    void clear() {
        samples.clear();
        bytes = 0;
        overgrown = true;
    }

    /** From the start on; empty when no start is held. */
    List<EncodedSample> samples() {
        return samples;
    }
}
