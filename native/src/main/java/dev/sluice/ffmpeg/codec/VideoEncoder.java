package dev.sluice.ffmpeg.codec;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.media.codec.VideoParameters;

/**
 * Encodes pictures: one rung of a ladder.
 *
 * <p>Call order: {@code encode* drain? close}. One thread at a time. The owner closes it. Key frames stand where they
 * are asked for and at the first picture, and nowhere else (OpenH264 alone adds one where a scene changes). Samples
 * come out in decode order with DTS strictly rising; their payloads have the form that
 * {@link dev.sluice.media.EncodedSample} describes.
 */
public interface VideoEncoder extends AutoCloseable {
    /** FFmpeg's name of the encoder, such as {@code libx264}. */
    String name();

    /** Known from the start. */
    VideoParameters parameters();

    /**
     * Encodes one picture and gives the samples that are ready.
     *
     * @param frame of the size in the settings, in 8-bit 4:2:0, its PTS above that of the picture before; the caller
     *     goes on owning it
     * @param forceIdr whether this picture must be an IDR picture
     */
    void encode(VideoFrame frame, boolean forceIdr, SampleSink sink) throws FfmpegException;

    /** Gives the samples still inside; nothing can be encoded after it. */
    void drain(SampleSink sink) throws FfmpegException;

    @Override
    void close();
}
