package dev.sluice.ffmpeg.codec;

/**
 * Takes frames from a decoder, on the thread that called the decoder.
 *
 * @param <F> {@link VideoFrame} or {@link AudioFrame}; the sink owns it from the call on
 */
@FunctionalInterface
public interface FrameSink<F> {
    void accept(F frame);
}
