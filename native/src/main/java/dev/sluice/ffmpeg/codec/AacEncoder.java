package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_AAC_LOW;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.io.Payload;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Encodes AAC-LC with FFmpeg's own encoder.
 *
 * <p>Call order: {@code encode* drain? close}. One thread at a time. The owner closes it. A sample's time is that of
 * the sound that a decoder gives out for it: the encoder's priming frame, which decodes to silence before the first
 * sound, is left out.
 */
public final class AacEncoder implements AutoCloseable {
    private static final int LOW_COMPLEXITY_OBJECT_TYPE = 2;

    private final EncoderContext encoder;
    private final AVFrame frame;
    private final AacParameters parameters;
    private final ArrayDeque<Long> ptsInside = new ArrayDeque<>();
    private boolean primed;

    private AacEncoder(EncoderContext encoder, AVFrame frame, AacParameters parameters) {
        this.encoder = encoder;
        this.frame = frame;
        this.parameters = parameters;
    }

    /** @throws FfmpegException when the encoder does not take the rate, channel count or bitrate */
    public static AacEncoder open(int sampleRateHz, int channelCount, int bitrateBps, NativeMemory memory)
            throws FfmpegException {
        EncoderContext encoder = EncoderContext.open(
                "aac",
                Map.of(),
                context -> {
                    context.sample_rate(sampleRateHz)
                            .sample_fmt(AV_SAMPLE_FMT_FLTP)
                            .bit_rate(bitrateBps);
                    context.profile(AV_PROFILE_AAC_LOW).thread_count(1);
                    context.time_base(av_make_q(1, sampleRateHz));
                    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
                    av_channel_layout_default(context.ch_layout(), channelCount);
                },
                memory);
        AVFrame frame = VideoFrame.allocate();
        frame.format(AV_SAMPLE_FMT_FLTP).sample_rate(sampleRateHz).nb_samples(encoder.frameSamples());
        av_channel_layout_default(frame.ch_layout(), channelCount);
        int result = av_frame_get_buffer(frame, 0);
        if (result < 0) {
            av_frame_free(frame);
            encoder.close();
            throw new FfmpegException("no memory for sound", result);
        }
        Payload config = Payload.wrap(encoder.extradata());
        return new AacEncoder(
                encoder,
                frame,
                new AacParameters(
                        LOW_COMPLEXITY_OBJECT_TYPE, sampleRateHz, channelCount, encoder.frameSamples(), config));
    }

    public String name() {
        return encoder.name();
    }

    public AacParameters parameters() {
        return parameters;
    }

    /** Samples per channel that every call of {@link #encode} takes. */
    public int frameSamples() {
        return encoder.frameSamples();
    }

    /**
     * Encodes one frame of sound.
     *
     * @param interleaved {@link #frameSamples()} times the channel count
     * @param ptsTicks time of the first sample, on the clock of the sample rate
     */
    public void encode(float[] interleaved, long ptsTicks, SampleSink sink) throws FfmpegException {
        int channels = parameters.channelCount();
        if (interleaved.length != frameSamples() * channels) {
            throw new IllegalArgumentException("not one frame: " + interleaved.length + " values");
        }
        FfmpegException.check(av_frame_make_writable(frame), "no memory for sound");
        for (int channel = 0; channel < channels; channel++) {
            FloatBuffer plane = frame.data(channel)
                    .capacity((long) frameSamples() * Float.BYTES)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int i = 0; i < frameSamples(); i++) {
                plane.put(i, interleaved[i * channels + channel]);
            }
        }
        frame.pts(ptsTicks);
        ptsInside.add(ptsTicks);
        encoder.encode(frame, packet -> give(packet, sink));
    }

    /** Gives the samples still inside; nothing can be encoded after it. */
    public void drain(SampleSink sink) throws FfmpegException {
        encoder.encode(null, packet -> give(packet, sink));
    }

    @Override
    public void close() {
        encoder.close();
        av_frame_free(frame);
    }

    private void give(AVPacket packet, SampleSink sink) {
        if (!primed) {
            primed = true;
            return;
        }
        @Nullable Long ptsTicks = ptsInside.poll();
        if (ptsTicks == null) {
            return;
        }
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        sink.accept(new EncodedSample(Track.AUDIO_ID, ptsTicks, ptsTicks, /* syncSample= */ true, Payload.wrap(bytes)));
    }
}
