package dev.sluice.media.codec;

/** Parameters of an audio codec. */
public sealed interface AudioParameters extends CodecParameters permits AacParameters, OpusParameters {
    /** The rate of the decoded audio, and the timescale of the track. */
    int sampleRateHz();

    int channelCount();

    /** Samples per channel in one coded frame; the duration of one {@code EncodedSample} in track ticks. */
    int samplesPerFrame();
}
