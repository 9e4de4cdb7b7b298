package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avformat.AVPROBE_SCORE_RETRY;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

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
            "dts",
            "au",
            "wv",
            "tta",
            "ivf",
            "yuv4mpegpipe",
            "asf",
            "mxf",
            "dv");

    private static final Set<String> FORMAT_NAMES = Set.of(FORMATS.split(","));
    /** Streams without a container, which are known and not taken. */
    private static final Set<String> BARE_STREAMS = Set.of("h264", "hevc", "vvc", "mpegvideo", "m4v", "h263", "obu");

    private static final String MP3 = "mp3";

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
        try {
            return open(input, /* format= */ null, looksLikeMedia, limits, memory);
        } catch (RefusedFileException refused) {
            return openNevertheless(input, refused, looksLikeMedia, limits, memory);
        }
    }

    /** What FFmpeg does not open by itself and others do. */
    private static MediaFile openNevertheless(
            SeekableInput input,
            RefusedFileException refused,
            boolean looksLikeMedia,
            MediaFileLimits limits,
            NativeMemory memory)
            throws IOException, RefusedFileException, FfmpegException {
        if (refused.reason() == Reason.MALFORMED && ProtectedMp4.isOne(input)) {
            throw new RefusedFileException(
                    Reason.ENCRYPTED, "The file is encrypted; it cannot be played here.", refused);
        }
        MendedInput mended = looksLikeMedia ? MendedInput.of(input) : null;
        if (mended != null) {
            return open(mended, /* format= */ null, looksLikeMedia, limits, memory);
        }
        long offset = looksLikeMedia ? Mp3Search.NOT_FOUND : Mp3Search.firstFrame(input);
        if (offset <= 0) {
            throw refused;
        }
        return open(new InputTail(input, offset), MP3, /* looksLikeMedia= */ true, limits, memory);
    }

    private static MediaFile open(
            SeekableInput input,
            @Nullable String format,
            boolean looksLikeMedia,
            MediaFileLimits limits,
            NativeMemory memory)
            throws IOException, RefusedFileException, FfmpegException {
        InputBridge bridge = new InputBridge(input);
        AVFormatContext context = avformat_alloc_context();
        boolean opened = false;
        boolean freed = false;
        try {
            context.pb(bridge.context());
            AVInputFormat known = format == null ? format(bridge, looksLikeMedia) : av_find_input_format(format);
            freed = true;
            openInput(context, bridge, known, looksLikeMedia, limits);
            opened = true;
            StreamFinder.find(context, bridge, limits);
            return new MediaFile(bridge, context, input.sizeBytes(), limits, memory);
        } catch (Throwable e) {
            if (opened) {
                avformat_close_input(context);
            } else if (!freed) {
                avformat_free_context(context);
            }
            bridge.close();
            throw e;
        }
    }

    private static AVInputFormat format(InputBridge bridge, boolean looksLikeMedia)
            throws IOException, RefusedFileException {
        AVInputFormat format = new AVInputFormat((Pointer) null);
        int result = av_probe_input_buffer2(bridge.context(), format, "", /* logctx= */ null, 0, 0);
        bridge.rethrow();
        if (result < 0 || format.isNull()) {
            throw unreadable(result, looksLikeMedia);
        }
        String name = format.name().getString();
        if (Stream.of(name.split(",")).noneMatch(FORMAT_NAMES::contains)) {
            if (result <= AVPROBE_SCORE_RETRY) {
                throw unreadable(AVERROR_INVALIDDATA(), looksLikeMedia);
            }
            throw new RefusedFileException(
                    Reason.FORMAT_NOT_SUPPORTED,
                    BARE_STREAMS.contains(name)
                            ? "The file is a bare stream (" + name
                                    + ") without a container, so its pictures have no times; MP4 and Matroska give them."
                            : "The file looks like the format " + name + ", which is not taken.");
        }
        return format;
    }

    /** A failure frees the context. */
    private static void openInput(
            AVFormatContext context,
            InputBridge bridge,
            AVInputFormat format,
            boolean looksLikeMedia,
            MediaFileLimits limits)
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
        int result = avformat_open_input(context, "", format, options);
        av_dict_free(options);
        if (result < 0) {
            bridge.rethrow();
            throw unreadable(result, looksLikeMedia);
        }
    }

    private static RefusedFileException unreadable(int result, boolean looksLikeMedia) {
        return result == AVERROR_INVALIDDATA() && !looksLikeMedia
                ? new RefusedFileException(
                        Reason.NOT_MEDIA, "The file is not of a known media format, or its begin is damaged.")
                : new RefusedFileException(
                        Reason.MALFORMED,
                        "The file begins like media and cannot be read: it is damaged or not complete.",
                        new FfmpegException("cannot open", result));
    }
}
