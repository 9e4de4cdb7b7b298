package dev.sluice.ffmpeg.codec;

import dev.sluice.media.EncodedSample;

/** Takes samples from an encoder in decode order, on the thread that called the encoder. */
@FunctionalInterface
public interface SampleSink {
    void accept(EncodedSample sample);
}
