package dev.sluice.vod.testing;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.codec.VideoEncoders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes small films: grey pictures whose brightness tells which one it is, and a tone.
 *
 * @param times of the pictures in ticks of 90 kHz
 * @param soundFromTicks when the tone begins; negative for none
 * @param soundSeconds how long it is
 */
public record TestFilm(
        String format, int width, int height, List<Long> times, String x264, long soundFromTicks, int soundSeconds) {
    private static final int TICKS_PER_SECOND = 90_000;
    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final long PICTURE_TICKS = 3_600;

    public static final String CLOSED = "keyint=24:min-keyint=24:scenecut=0:bframes=3:b-adapt=0";
    public static final String OPEN = CLOSED + ":open-gop=1";

    /** At 25 pictures per second. */
    public static List<Long> steady(int count) {
        return LongStream.range(0, count).map(i -> i * PICTURE_TICKS).boxed().toList();
    }

    public static TestFilm silent(String format, List<Long> times, String x264) {
        return new TestFilm(format, 64, 48, times, x264, -1, 0);
    }

    public TestFilm withSound(long fromTicks, int seconds) {
        return new TestFilm(format, width, height, times, x264, fromTicks, seconds);
    }

    public static int brightness(int index) {
        return 40 + index * 37 % 170;
    }

    public void write(Path file) throws Exception {
        assumeTrue(VideoEncoders.anyUsable(List.of(H264EncoderKind.X264)), "this build of FFmpeg is without libx264");
        FfmpegLibrary.load();
        AVFormatContext context = new AVFormatContext(null);
        check(avformat_alloc_output_context2(context, null, format, file.toString()));
        Encoder video = times.isEmpty() ? null : videoEncoder(context);
        Encoder audio = soundFromTicks < 0 ? null : audioEncoder(context);
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
        context.pb(io);
        check(avformat_write_header(context, (AVDictionary) null));
        if (video != null) {
            for (int i = 0; i < times.size(); i++) {
                video.encode(picture(i));
            }
            video.encode(null);
            avcodec_free_context(video.context);
        }
        if (audio != null) {
            encodeTone(audio);
            avcodec_free_context(audio.context);
        }
        check(av_write_trailer(context));
        avio_closep(io);
        avformat_free_context(context);
    }

    private Encoder videoEncoder(AVFormatContext format) {
        AVCodec codec = avcodec_find_encoder_by_name("libx264");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).thread_count(1);
        context.time_base(av_make_q(1, TICKS_PER_SECOND)).framerate(av_make_q(25, 1));
        return open(format, codec, context, Map.of("preset", "veryfast", "crf", "18", "x264-params", x264));
    }

    private static Encoder audioEncoder(AVFormatContext format) {
        AVCodec codec = avcodec_find_encoder_by_name("aac");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(SAMPLE_RATE_HZ).sample_fmt(AV_SAMPLE_FMT_FLTP).bit_rate(96_000);
        context.time_base(av_make_q(1, SAMPLE_RATE_HZ)).thread_count(1);
        av_channel_layout_default(context.ch_layout(), 1);
        return open(format, codec, context, Map.of());
    }

    private static Encoder open(
            AVFormatContext format, AVCodec codec, AVCodecContext context, Map<String, String> options) {
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        check(avcodec_open2(context, codec, dictionary));
        av_dict_free(dictionary);
        AVStream stream = avformat_new_stream(format, null);
        stream.time_base(context.time_base());
        check(avcodec_parameters_from_context(stream.codecpar(), context));
        return new Encoder(format, context, stream.index());
    }

    private AVFrame picture(int index) {
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P).width(width).height(height).pts(times.get(index));
        check(av_frame_get_buffer(frame, 0));
        for (int plane = 0; plane < 3; plane++) {
            int rows = plane == 0 ? height : height / 2;
            BytePointer data = frame.data(plane);
            long bytes = (long) rows * frame.linesize(plane);
            byte value = (byte) (plane == 0 ? brightness(index) : 128);
            for (long i = 0; i < bytes; i++) {
                data.put(i, value);
            }
        }
        return frame;
    }

    private void encodeTone(Encoder audio) {
        int frameSamples = audio.context.frame_size();
        long from = soundFromTicks * SAMPLE_RATE_HZ / TICKS_PER_SECOND;
        for (long at = 0; at < (long) soundSeconds * SAMPLE_RATE_HZ; at += frameSamples) {
            AVFrame frame = av_frame_alloc();
            frame.format(AV_SAMPLE_FMT_FLTP).sample_rate(SAMPLE_RATE_HZ).nb_samples(frameSamples);
            frame.pts(from + at);
            av_channel_layout_default(frame.ch_layout(), 1);
            check(av_frame_get_buffer(frame, 0));
            FloatPointer samples = new FloatPointer(frame.data(0));
            for (int i = 0; i < frameSamples; i++) {
                samples.put(i, (float) Math.sin((at + i) * 2 * Math.PI * 440 / SAMPLE_RATE_HZ) * 0.5f);
            }
            audio.encode(frame);
        }
        audio.encode(null);
    }

    private static void check(int result) {
        if (result < 0) {
            byte[] text = new byte[64];
            av_strerror(result, text, text.length);
            throw new IllegalStateException(new String(text, StandardCharsets.US_ASCII).strip());
        }
    }

    private record Encoder(AVFormatContext format, AVCodecContext context, int streamIndex) {
        /** @param frame null to drain; freed here */
        void encode(@Nullable AVFrame frame) {
            check(avcodec_send_frame(context, frame));
            if (frame != null) {
                av_frame_free(frame);
            }
            AVPacket packet = av_packet_alloc();
            while (avcodec_receive_packet(context, packet) >= 0) {
                packet.stream_index(streamIndex);
                if (packet.duration() == 0) {
                    packet.duration(PICTURE_TICKS);
                }
                av_packet_rescale_ts(
                        packet, context.time_base(), format.streams(streamIndex).time_base());
                check(av_interleaved_write_frame(format, packet));
            }
            av_packet_free(packet);
        }
    }
}
