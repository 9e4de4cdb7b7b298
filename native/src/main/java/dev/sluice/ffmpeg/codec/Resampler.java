package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_delay;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Converts sound of any rate, channel layout and sample format to interleaved 32-bit float at one rate and channel
 * count. Follows a source that changes. One thread at a time; the owner closes it.
 */
public final class Resampler implements AutoCloseable {
    private final int sampleRateHz;
    private final int channelCount;
    private final NativeMemory.OpenHandle handle;
    private @Nullable SwrContext context;
    private int sourceRateHz;
    private int sourceChannels;
    private int sourceFormat;

    public Resampler(int sampleRateHz, int channelCount, NativeMemory memory) throws FfmpegException {
        FfmpegLibrary.load();
        this.sampleRateHz = sampleRateHz;
        this.channelCount = channelCount;
        this.handle = memory.opened(this);
    }

    /** The converted samples, interleaved, that are ready; some may stay inside for the next call. */
    public float[] convert(AudioFrame source) throws FfmpegException {
        AVFrame frame = source.avFrame();
        SwrContext converter = contextFor(frame);
        return convert(converter, frame.extended_data(), frame.nb_samples());
    }

    /** What is still inside. */
    public float[] drain() throws FfmpegException {
        SwrContext converter = context;
        return converter == null ? new float[0] : convert(converter, null, 0);
    }

    /** Samples per channel, at the output rate, that the next output will be late by. */
    public long delaySamples() {
        SwrContext converter = context;
        return converter == null ? 0 : swr_get_delay(converter, sampleRateHz);
    }

    @Override
    public void close() {
        if (handle.closed()) {
            freeContext();
        }
    }

    private float[] convert(SwrContext converter, @Nullable PointerPointer<?> input, int inputSamples)
            throws FfmpegException {
        int room = FfmpegException.check(swr_get_out_samples(converter, inputSamples), "cannot resample");
        if (room == 0) {
            return new float[0];
        }
        try (FloatPointer output = new FloatPointer((long) room * channelCount);
                PointerPointer<Pointer> planes = new PointerPointer<>(1)) {
            planes.put(0, output);
            int converted =
                    FfmpegException.check(swr_convert(converter, planes, room, input, inputSamples), "cannot resample");
            float[] samples = new float[converted * channelCount];
            output.get(samples);
            return samples;
        }
    }

    private SwrContext contextFor(AVFrame frame) throws FfmpegException {
        int channels = frame.ch_layout().nb_channels();
        SwrContext current = context;
        if (current != null
                && frame.sample_rate() == sourceRateHz
                && channels == sourceChannels
                && frame.format() == sourceFormat) {
            return current;
        }
        freeContext();
        SwrContext fresh = new SwrContext(null);
        try (AVChannelLayout target = new AVChannelLayout()) {
            av_channel_layout_default(target, channelCount);
            int result = swr_alloc_set_opts2(
                    fresh,
                    target,
                    AV_SAMPLE_FMT_FLT,
                    sampleRateHz,
                    frame.ch_layout(),
                    frame.format(),
                    frame.sample_rate(),
                    0,
                    null);
            av_channel_layout_uninit(target);
            FfmpegException.check(result, "cannot resample this channel layout");
        }
        int result = swr_init(fresh);
        if (result < 0) {
            swr_free(fresh);
            throw new FfmpegException("cannot resample " + frame.sample_rate() + " Hz to " + sampleRateHz, result);
        }
        sourceRateHz = frame.sample_rate();
        sourceChannels = channels;
        sourceFormat = frame.format();
        context = fresh;
        return fresh;
    }

    private void freeContext() {
        SwrContext old = context;
        if (old != null) {
            swr_free(old);
            context = null;
        }
    }
}
