package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.sluice.ffmpeg.NativeMemory;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A block of decoded sound in native memory. One owner, one thread at a time. */
public final class AudioFrame implements AutoCloseable {
    private final AVFrame frame;
    private final long bytes;
    private final NativeMemory memory;
    private final NativeMemory.OpenHandle handle;

    /** Takes ownership of {@code frame}. */
    AudioFrame(AVFrame frame, NativeMemory memory) {
        this.frame = frame;
        this.memory = memory;
        this.bytes = bufferBytes(frame);
        memory.add(bytes);
        this.handle = memory.opened(this);
    }

    /** Presentation time in the source track's timescale. */
    public long ptsTicks() {
        return frame.pts();
    }

    public int sampleRateHz() {
        return frame.sample_rate();
    }

    public int channelCount() {
        return frame.ch_layout().nb_channels();
    }

    /** Samples per channel. */
    public int sampleCount() {
        return frame.nb_samples();
    }

    @Override
    public void close() {
        if (handle.closed()) {
            av_frame_free(frame);
            memory.add(-bytes);
        }
    }

    AVFrame avFrame() {
        return frame;
    }

    /** Planar sound has a buffer per channel. */
    private static long bufferBytes(AVFrame frame) {
        long bytes = 0;
        for (int i = 0; i < AVFrame.AV_NUM_DATA_POINTERS && frame.buf(i) != null; i++) {
            bytes += frame.buf(i).size();
        }
        return bytes;
    }
}
