package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMTCTX_NOHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BYTE;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.file.HeaderSizes.Size;
import dev.sluice.ffmpeg.file.RefusedFileException.Reason;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Finds out what the streams of an opened file are. FFmpeg decodes some pictures of each for that, and takes options
 * for the streams that it knows beforehand alone; so in formats whose streams show up on the way they are first looked
 * for without decoding any, and those that come later are not taken.
 */
final class StreamFinder {
    /** Where sound and pictures were both seen, others are not far. */
    private static final long USUAL_LOOK_BYTES = 1024 * 1024;
    /** Where one was seen and for so long no other, there is none. */
    private static final long QUIET_LOOK_BYTES = 4 * 1024 * 1024;

    private StreamFinder() {}

    static void find(AVFormatContext context, InputBridge bridge, MediaFileLimits limits)
            throws IOException, RefusedFileException {
        checkCount(context, limits);
        try (HeaderSizes sizes = new HeaderSizes()) {
            if ((context.ctx_flags() & AVFMTCTX_NOHEADER) != 0) {
                lookAhead(context, bridge, limits, sizes);
                checkCount(context, limits);
            }
            for (int i = 0; i < context.nb_streams(); i++) {
                sizes.declared(context.streams(i));
            }
            context.max_streams(context.nb_streams());
            decodeSome(context, bridge, limits);
            context.max_streams(limits.maxStreams() + 1);
            tellTooLarge(context, sizes, limits);
        }
    }

    private static void checkCount(AVFormatContext context, MediaFileLimits limits) throws RefusedFileException {
        if (context.nb_streams() > limits.maxStreams()) {
            throw new RefusedFileException(
                    Reason.TOO_MANY_TRACKS,
                    "The file has more than " + limits.maxStreams() + " tracks; that is more than is taken.");
        }
    }

    /** Reads on until the streams are known, and goes back to the begin. */
    private static void lookAhead(
            AVFormatContext context, InputBridge bridge, MediaFileLimits limits, HeaderSizes sizes)
            throws IOException, RefusedFileException {
        AVPacket packet = av_packet_alloc();
        try {
            long bytes = 0;
            long quietBytes = 0;
            int seen = 0;
            while (bytes < limits.probeBytes()
                    && quietBytes < QUIET_LOOK_BYTES
                    && !(bytes >= USUAL_LOOK_BYTES && hasBoth(context))) {
                if (av_read_frame(context, packet) < 0) {
                    bridge.rethrow();
                    break;
                }
                bytes += packet.size();
                quietBytes = context.nb_streams() == seen && seen > 0 ? quietBytes + packet.size() : 0;
                seen = context.nb_streams();
                sizes.parsed(context.streams(packet.stream_index()), packet);
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        int result = av_seek_frame(context, -1, 0, AVSEEK_FLAG_BYTE);
        bridge.rethrow();
        if (result < 0) {
            throw malformed(new FfmpegException("cannot go back to the begin", result));
        }
    }

    private static boolean hasBoth(AVFormatContext context) {
        boolean video = false;
        boolean audio = false;
        for (int i = 0; i < context.nb_streams(); i++) {
            int type = context.streams(i).codecpar().codec_type();
            video |= type == AVMEDIA_TYPE_VIDEO;
            audio |= type == AVMEDIA_TYPE_AUDIO;
        }
        return video && audio;
    }

    private static void decodeSome(AVFormatContext context, InputBridge bridge, MediaFileLimits limits)
            throws IOException, RefusedFileException {
        int known = context.nb_streams();
        try (PointerPointer<AVDictionary> perStream = new PointerPointer<>(Math.max(1, known))) {
            for (int i = 0; i < known; i++) {
                AVDictionary option = new AVDictionary(null);
                av_dict_set(option, "max_pixels", Long.toString(limits.maxPixels()), 0);
                perStream.put(i, option);
            }
            int result = avformat_find_stream_info(context, known == 0 ? null : perStream);
            for (int i = 0; i < known; i++) {
                // FFmpeg takes out what it used, and may have put another dictionary in its place.
                AVDictionary left = perStream.get(AVDictionary.class, i);
                if (left != null && !left.isNull()) {
                    av_dict_free(left);
                }
            }
            if (result < 0) {
                bridge.rethrow();
                throw malformed(new FfmpegException("cannot read", result));
            }
        }
    }

    /** A stream whose pictures the decoder found too large has no size any more: it gets back what its headers say. */
    private static void tellTooLarge(AVFormatContext context, HeaderSizes sizes, MediaFileLimits limits) {
        for (int i = 0; i < context.nb_streams(); i++) {
            Size size = sizes.of(i);
            if (context.streams(i).codecpar().width() == 0 && size.pixels() > limits.maxPixels()) {
                context.streams(i).codecpar().width(size.width()).height(size.height());
            }
        }
    }

    private static RefusedFileException malformed(FfmpegException cause) {
        return new RefusedFileException(
                Reason.MALFORMED,
                "The file begins like media and cannot be read: it is damaged or not complete.",
                cause);
    }
}
