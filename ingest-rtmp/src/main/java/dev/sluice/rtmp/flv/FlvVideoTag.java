package dev.sluice.rtmp.flv;

import dev.sluice.media.io.Payload;

/** What a video message says. */
public sealed interface FlvVideoTag {
    /** A sequence header: avcC, hvcC, av1C or vpcC. */
    record Config(VideoCodec codec, Payload record) implements FlvVideoTag {}

    /**
     * One access unit.
     *
     * @param keyFrame as the encoder flagged it
     * @param compositionTimeMs presentation time minus decode time, may be negative
     */
    record Frame(VideoCodec codec, boolean keyFrame, int compositionTimeMs, Payload data) implements FlvVideoTag {}

    /** No more frames of this sequence. */
    record EndOfSequence() implements FlvVideoTag {}

    /**
     * Something valid that is of no use here.
     *
     * @param what short and the same for the same thing, to be logged once
     */
    record Ignored(String what) implements FlvVideoTag {}

    /** Video in a codec that this server does not take. */
    record Unsupported(String codecName) implements FlvVideoTag {}
}
