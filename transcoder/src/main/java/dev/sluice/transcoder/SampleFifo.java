package dev.sluice.transcoder;

import dev.sluice.ffmpeg.FfmpegException;

/**
 * Cuts sound into frames of one size on a gapless timeline: holes in the source become silence, overlaps are cut off,
 * differences too small to hear as a shift are let be. After a hole too long to fill the timeline jumps. One thread.
 */
final class SampleFifo {
    private final int channelCount;
    private final int frameSamples;
    private final int toleranceSamples;
    private final int maxSilenceSamples;
    private final float[] frame;
    private int filledSamples;
    private long headTicks;
    private boolean started;

    /** Takes full frames of interleaved samples; valid during the call only. */
    @FunctionalInterface
    interface FrameConsumer {
        void accept(float[] interleaved, long ptsTicks) throws FfmpegException;
    }

    /**
     * @param toleranceSamples a shift up to this is let be
     * @param maxSilenceSamples the longest hole that is filled
     */
    SampleFifo(int channelCount, int frameSamples, int toleranceSamples, int maxSilenceSamples) {
        this.channelCount = channelCount;
        this.frameSamples = frameSamples;
        this.toleranceSamples = toleranceSamples;
        this.maxSilenceSamples = maxSilenceSamples;
        this.frame = new float[frameSamples * channelCount];
    }

    /** @param startTicks time of the first sample, on the clock of the sample rate */
    void add(float[] interleaved, long startTicks, FrameConsumer consumer) throws FfmpegException {
        if (interleaved.length == 0) {
            return;
        }
        if (!started) {
            started = true;
            headTicks = startTicks;
        }
        long shift = startTicks - (headTicks + filledSamples);
        int skipSamples = 0;
        if (shift > maxSilenceSamples) {
            flush(consumer);
            headTicks = startTicks;
        } else if (shift > toleranceSamples) {
            append(new float[(int) shift * channelCount], 0, consumer);
        } else if (shift < -toleranceSamples) {
            skipSamples = (int) Math.min(-shift, interleaved.length / channelCount);
        }
        append(interleaved, skipSamples, consumer);
    }

    /** Adds what follows the last samples without a gap. */
    void addNext(float[] interleaved, FrameConsumer consumer) throws FfmpegException {
        if (started) {
            append(interleaved, 0, consumer);
        }
    }

    /** Gives the last, unfinished frame, filled up with silence. */
    void flush(FrameConsumer consumer) throws FfmpegException {
        if (filledSamples > 0) {
            append(new float[(frameSamples - filledSamples) * channelCount], 0, consumer);
        }
    }

    private void append(float[] interleaved, int skipSamples, FrameConsumer consumer) throws FfmpegException {
        int at = skipSamples * channelCount;
        while (at < interleaved.length) {
            int room = frame.length - filledSamples * channelCount;
            int count = Math.min(room, interleaved.length - at);
            System.arraycopy(interleaved, at, frame, filledSamples * channelCount, count);
            at += count;
            filledSamples += count / channelCount;
            if (filledSamples == frameSamples) {
                consumer.accept(frame, headTicks);
                headTicks += frameSamples;
                filledSamples = 0;
            }
        }
    }
}
