package dev.sluice.ffmpeg.format;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Reads a local media file: MP4, Matroska, MPEG-TS or FLV and nothing else, and opens no other file or address on its
 * behalf, whatever the file says.
 *
 * <p>Call order: {@code readSample* close}. One thread at a time. The owner closes it.
 */
public final class Demuxer implements AutoCloseable {
    private static final String FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,flv";
    private static final String CODECS = "h264,hevc,libdav1d,libaom-av1,av1,vp9,aac,opus";
    private static final int MAX_STREAMS = 16;

    private final AVFormatContext context;
    private final Map<Integer, DemuxedTrack> tracks;
    private final Map<Integer, Long> lastDtsTicks = new HashMap<>();
    private final AVPacket packet = av_packet_alloc();
    private final NativeMemory.OpenHandle handle;

    private Demuxer(AVFormatContext context, Map<Integer, DemuxedTrack> tracks, NativeMemory memory) {
        this.context = context;
        this.tracks = tracks;
        this.handle = memory.opened(this);
    }

    /** @throws FfmpegException when the file is not of an allowed format, or malformed */
    public static Demuxer open(Path file, NativeMemory memory) throws FfmpegException {
        FfmpegLibrary.load();
        AVFormatContext context = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "codec_whitelist", CODECS, 0);
        av_dict_set(options, "max_streams", Integer.toString(MAX_STREAMS), 0);
        int opened = avformat_open_input(context, "file:" + file.toAbsolutePath(), null, options);
        av_dict_free(options);
        FfmpegException.check(opened, "cannot open " + file.getFileName());
        try {
            FfmpegException.check(
                    avformat_find_stream_info(context, (AVDictionary) null), "cannot read " + file.getFileName());
            Map<Integer, DemuxedTrack> tracks = new TreeMap<>();
            for (int i = 0; i < Math.min(MAX_STREAMS, context.nb_streams()); i++) {
                DemuxedTrack track = DemuxedTrack.of(i, context.streams(i));
                if (track != null) {
                    tracks.put(i, track);
                }
            }
            return new Demuxer(context, tracks, memory);
        } catch (FfmpegException e) {
            avformat_close_input(context);
            throw e;
        }
    }

    /** The tracks of codecs that Sluice takes, in the order of the file. */
    public Collection<Track> tracks() {
        return tracks.values().stream().map(DemuxedTrack::track).toList();
    }

    /**
     * The next sample in the order of the file; empty at its end.
     *
     * @throws FfmpegException when the file is malformed
     */
    public Optional<EncodedSample> readSample() throws FfmpegException {
        while (true) {
            int result = av_read_frame(context, packet);
            if (result == AVERROR_EOF()) {
                return Optional.empty();
            }
            FfmpegException.check(result, "cannot read on");
            try {
                DemuxedTrack track = tracks.get(packet.stream_index());
                if (track != null && (packet.pts() != AV_NOPTS_VALUE || packet.dts() != AV_NOPTS_VALUE)) {
                    return Optional.of(sample(track));
                }
            } catch (MediaParseException e) {
                FfmpegException failure = new FfmpegException("sample at byte " + packet.pos() + ": " + e.getMessage());
                failure.initCause(e);
                throw failure;
            } finally {
                av_packet_unref(packet);
            }
        }
    }

    @Override
    public void close() {
        if (handle.closed()) {
            av_packet_free(packet);
            avformat_close_input(context);
        }
    }

    private EncodedSample sample(DemuxedTrack track) throws MediaParseException {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        AVRational from = context.streams(track.streamIndex()).time_base();
        try (AVRational to = av_make_q(1, track.track().timescale().ticksPerSecond())) {
            long dts = packet.dts() != AV_NOPTS_VALUE ? packet.dts() : packet.pts();
            long pts = packet.pts() != AV_NOPTS_VALUE ? packet.pts() : dts;
            long dtsTicks = Math.max(
                    av_rescale_q(dts, from, to),
                    lastDtsTicks.getOrDefault(track.streamIndex(), Long.MIN_VALUE + 1) + 1);
            lastDtsTicks.put(track.streamIndex(), dtsTicks);
            return new EncodedSample(
                    track.track().id(),
                    av_rescale_q(pts, from, to),
                    dtsTicks,
                    (packet.flags() & AV_PKT_FLAG_KEY) != 0,
                    track.samplePayload(Payload.wrap(bytes)));
        }
    }
}
