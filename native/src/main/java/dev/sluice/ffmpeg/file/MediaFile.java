package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AudioFrame;
import dev.sluice.ffmpeg.codec.FrameSink;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * A media file of any allowed format. Opens nothing but the input it was given, whatever the file says.
 *
 * <p>Call order: {@code open select? (read* seek?)* close}; decoders are closed before the file. One thread at a time.
 * The owner closes it.
 */
public final class MediaFile implements AutoCloseable {
    private final InputBridge bridge;
    private final AVFormatContext context;
    private final MediaFileLimits limits;
    private final NativeMemory memory;
    private final ContainerFacts container;
    private final List<VideoFacts> video = new ArrayList<>();
    private final List<AudioFacts> audio = new ArrayList<>();
    private final List<SubtitleFacts> subtitles = new ArrayList<>();
    private final List<AVRational> timeBases = new ArrayList<>();
    private final AVPacket packet = av_packet_alloc();
    private final AVRational clock = av_make_q(1, Timescale.VIDEO.ticksPerSecond());
    private final NativeMemory.OpenHandle handle;
    /** Streams of one picture, which has no time. */
    private final BitSet covers = new BitSet();
    /** Streams whose packets are left out. */
    private final BitSet leftOut = new BitSet();

    private final BitSet encrypted = new BitSet();

    MediaFile(InputBridge bridge, AVFormatContext context, long sizeBytes, MediaFileLimits limits, NativeMemory memory)
            throws FfmpegException {
        this.bridge = bridge;
        this.context = context;
        this.limits = limits;
        this.memory = memory;
        this.container = FactsReader.container(context, sizeBytes);
        BitSet partsOfSound = FactsReader.partsOfSound(context);
        for (int i = 0; i < context.nb_streams(); i++) {
            int type = context.streams(i).codecpar().codec_type();
            if (type == AVMEDIA_TYPE_VIDEO) {
                video.add(FactsReader.video(context.streams(i)));
                covers.set(i, video.getLast().attachedPicture());
            } else if (type == AVMEDIA_TYPE_AUDIO
                    || FactsReader.isMpegh(context.streams(i).codecpar())) {
                audio.add(FactsReader.audio(context.streams(i), partsOfSound.get(i)));
            } else if (type == AVMEDIA_TYPE_SUBTITLE) {
                subtitles.add(FactsReader.subtitle(context.streams(i)));
            }
            encrypted.set(i, FactsReader.isEncrypted(context.streams(i)));
            AVRational timeBase = context.streams(i).time_base();
            timeBases.add(av_make_q(timeBase.num(), timeBase.den()));
        }
        this.handle = memory.opened(this);
    }

    /**
     * @throws RefusedFileException when it is no media file of an allowed format, or beyond a limit
     * @throws IOException what the input threw
     * @throws FfmpegException when FFmpeg does not work on this machine
     */
    public static MediaFile open(SeekableInput input, MediaFileLimits limits, NativeMemory memory)
            throws IOException, RefusedFileException, FfmpegException {
        return MediaFileOpener.open(input, limits, memory);
    }

    public ContainerFacts container() {
        return container;
    }

    public List<VideoFacts> video() {
        return List.copyOf(video);
    }

    public List<AudioFacts> audio() {
        return List.copyOf(audio);
    }

    public List<SubtitleFacts> subtitles() {
        return List.copyOf(subtitles);
    }

    /** Whether the container says that a stream is encrypted; of some formats it is told packet by packet alone. */
    public boolean isEncrypted(int streamIndex) {
        return encrypted.get(streamIndex);
    }

    /** The codec's configuration as the file has it, such as an avcC; empty when it has none. */
    public Payload configuration(int streamIndex) {
        AVCodecParameters parameters = context.streams(streamIndex).codecpar();
        byte[] bytes = new byte[parameters.extradata_size()];
        if (bytes.length > 0) {
            parameters.extradata().get(bytes);
        }
        return Payload.wrap(bytes);
    }

    /** Leaves out the packets of all other streams. */
    public void select(Set<Integer> streamIndexes) {
        for (int i = 0; i < context.nb_streams(); i++) {
            boolean wanted = streamIndexes.contains(i);
            context.streams(i).discard(wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL);
            leftOut.set(i, !wanted);
        }
    }

    /**
     * The next packet in the order of the file, null at its end. Valid until the next call.
     *
     * @throws IOException what the input threw
     * @throws FfmpegException when the file cannot be read on
     */
    public @Nullable FilePacket read() throws IOException, FfmpegException {
        while (true) {
            av_packet_unref(packet);
            int result = av_read_frame(context, packet);
            if (result < 0) {
                bridge.rethrow();
                if (result == AVERROR_EOF()) {
                    return null;
                }
                throw new FfmpegException("cannot read on", result);
            }
            // Streams that show up late are not taken; packets of any stream may be left from the first look.
            if (packet.stream_index() < timeBases.size() && !leftOut.get(packet.stream_index())) {
                if (covers.get(packet.stream_index()) && packet.pts() == AV_NOPTS_VALUE) {
                    packet.pts(0).dts(0);
                }
                return new FilePacket(packet, timeBases.get(packet.stream_index()));
            }
        }
    }

    /**
     * Goes to a packet of the stream at or before a time, as near as the format allows: the next packet may be no key
     * frame, and with some formats it is after the time.
     *
     * @return false when the format cannot seek; where reading goes on is then unknown
     */
    public boolean seek(int streamIndex, long ticks) throws IOException {
        long target = av_rescale_q(ticks, clock, timeBases.get(streamIndex));
        int result = av_seek_frame(context, streamIndex, target, AVSEEK_FLAG_BACKWARD);
        bridge.rethrow();
        return result >= 0;
    }

    /** A decoder of one stream, which the caller owns and closes before the file. */
    public PacketDecoder decoder(int streamIndex) throws FfmpegException {
        return PacketDecoder.open(context.streams(streamIndex), limits.maxPixels(), memory);
    }

    public void decodeVideo(PacketDecoder decoder, FilePacket demuxed, FrameSink<VideoFrame> sink)
            throws FfmpegException {
        decoder.decodeVideo(demuxed.avPacket(), sink);
    }

    public void decodeAudio(PacketDecoder decoder, FilePacket demuxed, FrameSink<AudioFrame> sink)
            throws FfmpegException {
        decoder.decodeAudio(demuxed.avPacket(), sink);
    }

    @Override
    public void close() {
        if (handle.closed()) {
            av_packet_free(packet);
            avformat_close_input(context);
            bridge.close();
        }
    }
}
