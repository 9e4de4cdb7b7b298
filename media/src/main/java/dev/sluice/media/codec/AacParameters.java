package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;

/**
 * AAC parameters (ISO/IEC 14496-3 section 1.6.2.1, the AudioSpecificConfig).
 *
 * @param audioObjectType 2 for LC, 5 for HE, 29 for HE v2
 * @param sampleRateHz the rate of the core codec, which is the track's clock (SBR doubles the decoded rate)
 * @param samplesPerFrame 1024, or 960 when the configuration says so
 * @param configurationRecord the AudioSpecificConfig
 */
public record AacParameters(
        int audioObjectType, int sampleRateHz, int channelCount, int samplesPerFrame, Payload configurationRecord)
        implements AudioParameters {
    @Override
    public String codecString() {
        return "mp4a.40." + audioObjectType;
    }
}
