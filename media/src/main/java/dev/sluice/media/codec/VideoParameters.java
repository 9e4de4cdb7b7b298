package dev.sluice.media.codec;

/** Parameters of a video codec. */
public sealed interface VideoParameters extends CodecParameters
        permits AvcParameters, HevcParameters, Av1Parameters, Vp9Parameters {
    VideoFormat format();
}
