package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.Timescale;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a stream as a demuxer describes it, of any codec in {@link AllowedDecoders}, on the calling thread alone. For
 * {@code dev.sluice.ffmpeg.file}, which keeps the presets' types to itself.
 *
 * <p>Call order: {@code (decode* reset?)* drain? close}. One thread at a time; the owner closes it. Pictures come with
 * times on the 90 kHz clock, sound with times on the clock of its own sample rate.
 */
public final class PacketDecoder implements AutoCloseable {
    private static final int MAX_CHANNELS = 64;

    private final DecoderContext decoder;
    private final AVRational timeBase;
    private final AVRational videoClock = av_make_q(1, Timescale.VIDEO.ticksPerSecond());
    private final NativeMemory memory;

    private PacketDecoder(DecoderContext decoder, AVRational timeBase, NativeMemory memory) {
        this.decoder = decoder;
        this.timeBase = timeBase;
        this.memory = memory;
    }

    /** Whether {@link #open} would find a decoder for a codec id of FFmpeg's. */
    public static boolean isDecodable(int codecId) throws FfmpegException {
        FfmpegLibrary.load();
        return allowed(codecId) != null;
    }

    /** @throws FfmpegException when no allowed decoder knows the codec, or the decoder refuses its configuration */
    public static PacketDecoder open(AVStream stream, long maxPixels, NativeMemory memory) throws FfmpegException {
        AVCodecParameters parameters = stream.codecpar();
        AVCodec codec = allowed(parameters.codec_id());
        if (codec == null) {
            throw new FfmpegException(
                    "no decoder for " + avcodec_get_name(parameters.codec_id()).getString());
        }
        if (parameters.codec_type() == AVMEDIA_TYPE_AUDIO
                && parameters.ch_layout().nb_channels() > MAX_CHANNELS) {
            throw new FfmpegException(parameters.ch_layout().nb_channels() + " audio channels are not supported");
        }
        AVRational source = stream.time_base();
        AVRational timeBase = av_make_q(source.num(), source.den());
        int[] copied = new int[1];
        DecoderContext decoder = DecoderContext.open(
                codec,
                context -> {
                    copied[0] = avcodec_parameters_to_context(context, parameters);
                    context.pkt_timebase(timeBase).thread_count(1).max_pixels(maxPixels);
                },
                memory);
        if (copied[0] < 0) {
            decoder.close();
            throw new FfmpegException("no memory for codec parameters", copied[0]);
        }
        return new PacketDecoder(decoder, timeBase, memory);
    }

    /** FFmpeg's name of the decoder in use. */
    public String name() {
        return decoder.name();
    }

    /** @throws FfmpegException when the packet is refused; the next one may be fine */
    public void decodeVideo(AVPacket packet, FrameSink<VideoFrame> sink) throws FfmpegException {
        decoder.decode(packet, frame -> giveVideo(frame, sink));
    }

    /** @throws FfmpegException when the packet is refused; the next one may be fine */
    public void decodeAudio(AVPacket packet, FrameSink<AudioFrame> sink) throws FfmpegException {
        decoder.decode(packet, frame -> giveAudio(frame, sink));
    }

    public void drainVideo(FrameSink<VideoFrame> sink) throws FfmpegException {
        decoder.drain(frame -> giveVideo(frame, sink));
    }

    public void drainAudio(FrameSink<AudioFrame> sink) throws FfmpegException {
        decoder.drain(frame -> giveAudio(frame, sink));
    }

    /** Forgets everything inside, after a seek. */
    public void reset() {
        decoder.reset();
    }

    @Override
    public void close() {
        decoder.close();
    }

    private void giveVideo(AVFrame frame, FrameSink<VideoFrame> sink) {
        long pts = frame.pts() != AV_NOPTS_VALUE ? frame.pts() : frame.best_effort_timestamp();
        if (pts == AV_NOPTS_VALUE) {
            av_frame_free(frame);
            return;
        }
        frame.pts(av_rescale_q(pts, timeBase, videoClock));
        sink.accept(VideoFrame.adopt(frame, memory));
    }

    private void giveAudio(AVFrame frame, FrameSink<AudioFrame> sink) {
        long pts = frame.pts() != AV_NOPTS_VALUE ? frame.pts() : frame.best_effort_timestamp();
        if (pts == AV_NOPTS_VALUE || frame.nb_samples() <= 0 || frame.sample_rate() <= 0) {
            av_frame_free(frame);
            return;
        }
        try (AVRational clock = av_make_q(1, frame.sample_rate())) {
            frame.pts(av_rescale_q(pts, timeBase, clock));
        }
        sink.accept(new AudioFrame(frame, memory));
    }

    private static @Nullable AVCodec allowed(int codecId) {
        for (List<String> names : List.of(AllowedDecoders.VIDEO, AllowedDecoders.AUDIO)) {
            for (String name : names) {
                AVCodec codec = avcodec_find_decoder_by_name(name);
                if (codec != null && !codec.isNull() && codec.id() == codecId) {
                    return codec;
                }
            }
        }
        return null;
    }
}
