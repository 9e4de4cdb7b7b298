package dev.sluice.rtmp.flv;

import dev.sluice.media.io.Payload;

/** What an audio message says. */
public sealed interface FlvAudioTag {
    /** A sequence header: an AudioSpecificConfig or an OpusHead. */
    record Config(AudioCodec codec, Payload record) implements FlvAudioTag {}

    /** One coded frame; an empty one stands for silence. */
    record Frame(AudioCodec codec, Payload data) implements FlvAudioTag {}

    /** No more frames of this sequence. */
    record EndOfSequence() implements FlvAudioTag {}

    /**
     * Something valid that is of no use here.
     *
     * @param what short and the same for the same thing, to be logged once
     */
    record Ignored(String what) implements FlvAudioTag {}

    /** Audio in a codec that this server does not take. */
    record Unsupported(String codecName) implements FlvAudioTag {}
}
