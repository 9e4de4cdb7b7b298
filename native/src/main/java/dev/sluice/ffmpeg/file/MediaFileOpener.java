package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AllowedDecoders;
import dev.sluice.ffmpeg.file.RefusedFileException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Opens files under every limit that FFmpeg knows. */
final class MediaFileOpener {
    /** FFmpeg's names of the formats that people upload. None of them opens other files by itself when not asked to. */
    private static final String FORMATS = String.join(
            ",",
            "mov,mp4,m4a,3gp,3g2,mj2",
            "matroska,webm",
            "mpegts",
            "mpeg",
            "flv",
            "avi",
            "ogg",
            "wav",
            "w64",
            "aiff",
            "caf",
            "mp3",
            "flac",
            "aac",
            "amr",
            "ac3",
            "eac3",
            "asf",
            "mxf",
            "dv");

    /** Names no protocol that exists, so whatever a file asks for is refused. The input itself needs none. */
    private static final String NO_PROTOCOL = "none";

    private static final String CODECS = Stream.of(AllowedDecoders.VIDEO, AllowedDecoders.AUDIO)
            .flatMap(List::stream)
            .collect(Collectors.joining(","));

    /** Of more tracks than this it is not even said that they are too many. */
    private static final int MAX_COUNTED_STREAMS = 2_000;

    private MediaFileOpener() {}

    static MediaFile open(SeekableInput input, MediaFileLimits limits, NativeMemory memory)
            throws IOException, RefusedFileException, FfmpegException {
        FfmpegLibrary.load();
        boolean looksLikeMedia = FileHead.check(input);
        InputBridge bridge = new InputBridge(input);
        AVFormatContext context = avformat_alloc_context();
        boolean opened = false;
        try {
            context.pb(bridge.context());
            openInput(context, bridge, limits, looksLikeMedia);
            opened = true;
            StreamFinder.find(context, bridge, limits);
            return new MediaFile(bridge, context, input.sizeBytes(), limits, memory);
        } catch (Throwable e) {
            if (opened) {
                avformat_close_input(context);
            }
            bridge.close();
            throw e;
        }
    }

    /** A failure frees the context. */
    private static void openInput(
            AVFormatContext context, InputBridge bridge, MediaFileLimits limits, boolean looksLikeMedia)
            throws IOException, RefusedFileException {
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        av_dict_set(options, "protocol_whitelist", NO_PROTOCOL, 0);
        av_dict_set(options, "codec_whitelist", CODECS, 0);
        av_dict_set(options, "max_streams", Integer.toString(MAX_COUNTED_STREAMS), 0);
        av_dict_set(options, "probesize", Long.toString(limits.probeBytes()), 0);
        av_dict_set(
                options,
                "analyzeduration",
                Long.toString(limits.analyzeDuration().toNanos() / 1_000),
                0);
        av_dict_set(options, "enable_drefs", "0", 0);
        int result = avformat_open_input(context, "", (AVInputFormat) null, options);
        av_dict_free(options);
        if (result < 0) {
            bridge.rethrow();
            throw result == AVERROR_INVALIDDATA() && !looksLikeMedia
                    ? new RefusedFileException(
                            Reason.NOT_MEDIA, "The file is not of a known media format, or its begin is damaged.")
                    : new RefusedFileException(
                            Reason.MALFORMED,
                            "The file begins like media and cannot be read: it is damaged or not complete.",
                            new FfmpegException("cannot open", result));
        }
    }
}
