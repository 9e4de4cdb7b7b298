package dev.sluice.ffmpeg.format;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.codec.TestCodecs;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.CodecParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Parameters;
import dev.sluice.media.io.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/** Writes small media files with FFmpeg's own muxers. */
public final class TestFiles {
    private TestFiles() {}

    private record Queued(int streamIndex, EncodedSample sample, int ticksPerSecond) {
        long timeUs() {
            return sample.dtsTicks() * 1_000_000 / ticksPerSecond;
        }
    }

    /** @param format FFmpeg's name of the container */
    public static void write(Path file, String format, List<TestCodecs.Stream> streams) throws FfmpegException {
        FfmpegLibrary.load();
        AVFormatContext context = new AVFormatContext(null);
        FfmpegException.check(
                avformat_alloc_output_context2(context, null, format, file.toString()), "no muxer " + format);
        List<Queued> queue = new ArrayList<>();
        for (TestCodecs.Stream stream : streams) {
            int ticksPerSecond = stream.track().timescale().ticksPerSecond();
            AVStream output = avformat_new_stream(context, null);
            output.time_base(av_make_q(1, ticksPerSecond));
            describe(stream.track().codec(), output.codecpar());
            for (EncodedSample sample : stream.samples()) {
                queue.add(new Queued(output.index(), sample, ticksPerSecond));
            }
        }
        queue.sort(Comparator.comparingLong(Queued::timeUs));
        AVIOContext io = new AVIOContext(null);
        FfmpegException.check(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "cannot write " + file);
        context.pb(io);
        FfmpegException.check(avformat_write_header(context, (AVDictionary) null), "no header");
        for (Queued queued : queue) {
            write(context, queued);
        }
        FfmpegException.check(av_write_trailer(context), "no trailer");
        avio_closep(io);
        avformat_free_context(context);
    }

    private static void write(AVFormatContext context, Queued queued) throws FfmpegException {
        EncodedSample sample = queued.sample();
        AVPacket packet = av_packet_alloc();
        FfmpegException.check(av_new_packet(packet, sample.payload().sizeBytes()), "no memory");
        packet.data().put(sample.payload().toByteArray());
        packet.pts(sample.ptsTicks()).dts(sample.dtsTicks()).stream_index(queued.streamIndex());
        packet.flags(sample.syncSample() ? AV_PKT_FLAG_KEY : 0);
        av_packet_rescale_ts(
                packet,
                av_make_q(1, queued.ticksPerSecond()),
                context.streams(queued.streamIndex()).time_base());
        FfmpegException.check(av_interleaved_write_frame(context, packet), "cannot write a packet");
        av_packet_free(packet);
    }

    private static void describe(CodecParameters codec, AVCodecParameters target) throws FfmpegException {
        Payload extradata;
        switch (codec) {
            case VideoParameters video -> {
                target.codec_type(AVMEDIA_TYPE_VIDEO);
                target.width(video.format().width()).height(video.format().height());
                extradata = video instanceof Vp9Parameters ? Payload.EMPTY : video.configurationRecord();
            }
            case AudioParameters audio -> {
                target.codec_type(AVMEDIA_TYPE_AUDIO);
                target.sample_rate(audio.sampleRateHz()).frame_size(audio.samplesPerFrame());
                av_channel_layout_default(target.ch_layout(), audio.channelCount());
                extradata =
                        audio instanceof OpusParameters opus ? TestCodecs.opusHead(opus) : audio.configurationRecord();
            }
        }
        target.codec_id(
                switch (codec) {
                    case AvcParameters ignored -> AV_CODEC_ID_H264;
                    case HevcParameters ignored -> AV_CODEC_ID_HEVC;
                    case Av1Parameters ignored -> AV_CODEC_ID_AV1;
                    case Vp9Parameters ignored -> AV_CODEC_ID_VP9;
                    case AacParameters ignored -> AV_CODEC_ID_AAC;
                    case OpusParameters ignored -> AV_CODEC_ID_OPUS;
                });
        if (!extradata.isEmpty()) {
            byte[] bytes = extradata.toByteArray();
            BytePointer copy = new BytePointer(av_mallocz((long) bytes.length + AV_INPUT_BUFFER_PADDING_SIZE));
            copy.capacity(bytes.length).put(bytes);
            target.extradata(copy).extradata_size(bytes.length);
        }
    }
}
