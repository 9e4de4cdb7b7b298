package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import java.io.IOException;

/**
 * Puts sound on the asset's timeline, from zero to the end without a gap, in frames of one size: what is missing is
 * silence, what is too early or twice there is cut off, shifts too small to hear are let be. One thread.
 */
final class SoundLine {
    private final int channelCount;
    private final int frameSamples;
    private final int toleranceSamples;
    private final long endSamples;
    private final FrameConsumer consumer;
    private final float[] frame;
    private final float[] silence;
    private int filledSamples;
    private long headSamples;
    private boolean started;
    private long silentSamples;

    /** Takes full frames of interleaved samples; valid during the call only. */
    @FunctionalInterface
    interface FrameConsumer {
        void accept(float[] interleaved, long ptsTicks) throws FfmpegException, IOException;
    }

    /**
     * @param toleranceSamples a shift up to this is let be
     * @param endSamples where the asset ends; the last frame may reach beyond
     */
    SoundLine(int channelCount, int frameSamples, int toleranceSamples, long endSamples, FrameConsumer consumer) {
        this.channelCount = channelCount;
        this.frameSamples = frameSamples;
        this.toleranceSamples = toleranceSamples;
        this.endSamples = endSamples;
        this.consumer = consumer;
        this.frame = new float[frameSamples * channelCount];
        this.silence = new float[frameSamples * channelCount];
    }

    /** @param startSamples time of the first sample on the asset's timeline, may be negative */
    void add(float[] interleaved, long startSamples) throws FfmpegException, IOException {
        int count = interleaved.length / channelCount;
        if (count == 0) {
            return;
        }
        long shift = startSamples - position();
        int skipSamples = 0;
        // The begin is exact: a shift there would stay for good.
        long tolerance = started ? toleranceSamples : 0;
        if (shift > tolerance) {
            addSilence(Math.min(startSamples, endSamples));
        } else if (shift < -tolerance) {
            skipSamples = (int) Math.min(-shift, count);
        }
        if (skipSamples < count) {
            started = true;
            append(interleaved, skipSamples, count);
        }
    }

    /** Adds what follows the last samples without a gap. */
    void addNext(float[] interleaved) throws FfmpegException, IOException {
        append(interleaved, 0, interleaved.length / channelCount);
    }

    /** Fills up to the end with silence, and gives the last frame. */
    void finish() throws FfmpegException, IOException {
        addSilence(endSamples);
        if (filledSamples > 0) {
            append(silence, 0, frameSamples - filledSamples, Long.MAX_VALUE);
        }
    }

    boolean isComplete() {
        return position() >= endSamples;
    }

    /** Samples that the source did not have. */
    long silentSamples() {
        return silentSamples;
    }

    private long position() {
        return headSamples + filledSamples;
    }

    private void addSilence(long untilSamples) throws FfmpegException, IOException {
        while (position() < untilSamples) {
            int count = (int) Math.min(frameSamples, untilSamples - position());
            silentSamples += count;
            append(silence, 0, count);
        }
    }

    private void append(float[] interleaved, int fromSample, int toSample) throws FfmpegException, IOException {
        append(interleaved, fromSample, toSample, endSamples);
    }

    private void append(float[] interleaved, int fromSample, int toSample, long limitSamples)
            throws FfmpegException, IOException {
        int at = fromSample;
        while (at < toSample && position() < limitSamples) {
            int count =
                    (int) Math.min(Math.min(frameSamples - filledSamples, toSample - at), limitSamples - position());
            System.arraycopy(interleaved, at * channelCount, frame, filledSamples * channelCount, count * channelCount);
            at += count;
            filledSamples += count;
            if (filledSamples == frameSamples) {
                consumer.accept(frame, headSamples);
                headSamples += frameSamples;
                filledSamples = 0;
            }
        }
    }
}
