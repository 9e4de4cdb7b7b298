package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;

/**
 * Opus parameters (Encapsulation of Opus in ISO Base Media File Format, section 4.3.2). The clock is always 48 kHz.
 *
 * @param preSkipSamples samples at 48 kHz to discard at the start
 * @param samplesPerFrame samples at 48 kHz in one packet, 960 for the usual 20 ms
 * @param configurationRecord the dOps payload
 */
public record OpusParameters(int channelCount, int preSkipSamples, int samplesPerFrame, Payload configurationRecord)
        implements AudioParameters {
    public static final int CLOCK_HZ = 48_000;

    @Override
    public int sampleRateHz() {
        return CLOCK_HZ;
    }

    @Override
    public String codecString() {
        return "opus";
    }
}
