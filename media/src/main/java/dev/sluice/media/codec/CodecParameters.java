package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;

/** What a decoder needs to know before the first sample of a track: one record per codec. */
public sealed interface CodecParameters permits VideoParameters, AudioParameters {
    /** The codec string of RFC 6381 as players expect it in HLS CODECS and DASH {@code @codecs}. */
    String codecString();

    /**
     * The bytes of the codec's own configuration record as ISO BMFF stores it: avcC, hvcC, av1C, vpcC and dOps without
     * the box header; for AAC the AudioSpecificConfig.
     */
    Payload configurationRecord();
}
