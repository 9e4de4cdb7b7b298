package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_TEXT_SUB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_profile_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_FORCED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_HEARING_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.AV_STREAM_GROUP_PARAMS_IAMF_AUDIO_ELEMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.media.codec.Rational;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** Turns FFmpeg's descriptions of streams into records. */
final class FactsReader {
    private static final int MAX_CHAPTERS = 1_000;
    private static final int MAX_TAGS = 200;
    private static final int MAX_TAG_CHARS = 1_000;
    private static final int DISPLAY_MATRIX_INTS = 9;
    private static final int DEFAULT_BIT_DEPTH = 8;
    private static final int TAG_CHARS = 4;
    private static final String WEBVTT = "webvtt";
    /** Stream types of MPEG-H 3D Audio in MPEG-TS, which FFmpeg guesses at, mostly wrongly; no codec has such a tag. */
    private static final Set<Integer> MPEGH_STREAM_TYPES = Set.of(0x2D, 0x2E);

    private FactsReader() {}

    static ContainerFacts container(AVFormatContext context, long sizeBytes) {
        List<ChapterFacts> chapters = new ArrayList<>();
        try (AVRational micros = av_make_q(1, 1_000_000)) {
            for (int i = 0; i < Math.min(MAX_CHAPTERS, context.nb_chapters()); i++) {
                AVChapter chapter = context.chapters(i);
                long startUs = av_rescale_q(chapter.start(), chapter.time_base(), micros);
                long endUs = av_rescale_q(chapter.end(), chapter.time_base(), micros);
                chapters.add(new ChapterFacts(
                        startUs,
                        Math.max(startUs, endUs),
                        tags(chapter.metadata()).getOrDefault("title", "")));
            }
        }
        return new ContainerFacts(
                context.iformat().name().getString(),
                sizeBytes,
                known(context.start_time()),
                positive(context.duration()),
                Math.max(0, context.bit_rate()),
                tags(context.metadata()),
                chapters);
    }

    static StreamFacts stream(AVStream stream) throws FfmpegException {
        return stream(stream, isMpegh(stream.codecpar()) ? "mpegh_3d_audio" : null);
    }

    /** @param unplayable the name of the codec when it is one that FFmpeg does not know as such */
    private static StreamFacts stream(AVStream stream, @Nullable String unplayable) throws FfmpegException {
        AVCodecParameters parameters = stream.codecpar();
        Map<String, String> tags = tags(stream.metadata());
        BytePointer profile = avcodec_profile_name(parameters.codec_id(), parameters.profile());
        String language = tags.get("language");
        try (AVRational micros = av_make_q(1, 1_000_000)) {
            long start = stream.start_time();
            long duration = stream.duration();
            return new StreamFacts(
                    stream.index(),
                    unplayable != null ? unplayable : codec(parameters),
                    profile == null || profile.isNull() ? null : profile.getString(),
                    unplayable == null && PacketDecoder.isDecodable(parameters.codec_id()),
                    language == null || language.isBlank() || language.equals("und") ? null : language,
                    tags.get("title"),
                    (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0,
                    (stream.disposition() & AV_DISPOSITION_FORCED) != 0,
                    start == AV_NOPTS_VALUE ? null : known(av_rescale_q(start, stream.time_base(), micros)),
                    duration == AV_NOPTS_VALUE ? null : positive(av_rescale_q(duration, stream.time_base(), micros)),
                    Math.max(0, parameters.bit_rate()));
        }
    }

    /** FFmpeg's name, or else the container's when that is a word. */
    private static String codec(AVCodecParameters parameters) {
        if (parameters.codec_id() == AV_CODEC_ID_NONE) {
            StringBuilder word = new StringBuilder();
            for (int tag = parameters.codec_tag(); tag != 0; tag >>>= Byte.SIZE) {
                word.append((char) (tag & 0xFF));
            }
            if (word.length() == TAG_CHARS && word.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c))) {
                return word.toString();
            }
        }
        return avcodec_get_name(parameters.codec_id()).getString();
    }

    /** Whether it is sound that no FFmpeg decodes, whatever FFmpeg takes it for. */
    static boolean isMpegh(AVCodecParameters parameters) {
        int type = parameters.codec_type();
        return (type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_UNKNOWN)
                && MPEGH_STREAM_TYPES.contains(parameters.codec_tag());
    }

    /** Whether the container says that the payload is encrypted; some say it of packets instead. */
    static boolean isEncrypted(AVStream stream) {
        return tags(stream.metadata()).containsKey("enc_key_id");
    }

    static VideoFacts video(AVStream stream) throws FfmpegException {
        AVCodecParameters parameters = stream.codecpar();
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(parameters.format());
        boolean knownFormat = format != null && !format.isNull();
        return new VideoFacts(
                stream(stream),
                parameters.width(),
                parameters.height(),
                aspectRatio(stream),
                turn(parameters),
                rate(stream.avg_frame_rate()),
                rate(stream.r_frame_rate()),
                parameters.field_order() > org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE,
                knownFormat ? av_get_pix_fmt_name(parameters.format()).getString() : null,
                knownFormat ? format.comp(0).depth() : DEFAULT_BIT_DEPTH,
                new VideoColour(
                        parameters.color_primaries(),
                        parameters.color_trc(),
                        parameters.color_space(),
                        parameters.color_range() == AVCOL_RANGE_JPEG,
                        parameters.chroma_location()),
                switch (parameters.color_trc()) {
                    case AVCOL_TRC_SMPTE2084 -> DynamicRange.PQ;
                    case AVCOL_TRC_ARIB_STD_B67 -> DynamicRange.HLG;
                    default -> DynamicRange.STANDARD;
                },
                (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0);
    }

    /**
     * Sound whose channels IAMF spreads over several streams: each by itself is not what is to be heard, and FFmpeg
     * does not mix them.
     */
    static BitSet partsOfSound(AVFormatContext context) {
        BitSet parts = new BitSet();
        for (int i = 0; i < context.nb_stream_groups(); i++) {
            AVStreamGroup group = context.stream_groups(i);
            if (group.type() == AV_STREAM_GROUP_PARAMS_IAMF_AUDIO_ELEMENT && group.nb_streams() > 1) {
                for (int j = 0; j < group.nb_streams(); j++) {
                    parts.set(group.streams(j).index());
                }
            }
        }
        return parts;
    }

    /** @param part whether it is one of {@link #partsOfSound} */
    static AudioFacts audio(AVStream stream, boolean part) throws FfmpegException {
        AVCodecParameters parameters = stream.codecpar();
        byte[] layout = new byte[64];
        int length = av_channel_layout_describe(parameters.ch_layout(), layout, layout.length);
        int end = 0;
        while (end < layout.length && layout[end] != 0) {
            end++;
        }
        return new AudioFacts(
                part ? stream(stream, "iamf (sound of several streams)") : stream(stream),
                parameters.sample_rate(),
                parameters.ch_layout().nb_channels(),
                length < 0 ? "" : new String(layout, 0, end, StandardCharsets.UTF_8));
    }

    static SubtitleFacts subtitle(AVStream stream) throws FfmpegException {
        AVCodecDescriptor descriptor = avcodec_descriptor_get(stream.codecpar().codec_id());
        boolean text = descriptor != null && !descriptor.isNull() && (descriptor.props() & AV_CODEC_PROP_TEXT_SUB) != 0;
        if (isWebVtt(stream.codecpar())) {
            return new SubtitleFacts(stream(stream, WEBVTT), /* text= */ true, isForHardOfHearing(stream));
        }
        return new SubtitleFacts(stream(stream), text, isForHardOfHearing(stream));
    }

    private static boolean isForHardOfHearing(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_HEARING_IMPAIRED) != 0;
    }

    /** Matroska's own way to hold it ({@code S_TEXT/WEBVTT}), which FFmpeg does not know: the header is the set-up. */
    private static boolean isWebVtt(AVCodecParameters parameters) {
        if (parameters.codec_id() != AV_CODEC_ID_NONE || parameters.extradata_size() < WEBVTT.length()) {
            return false;
        }
        byte[] start = new byte[WEBVTT.length()];
        parameters.extradata().get(start);
        return new String(start, StandardCharsets.US_ASCII).equalsIgnoreCase(WEBVTT);
    }

    private static Rational aspectRatio(AVStream stream) {
        Rational container = rate(stream.sample_aspect_ratio());
        Rational codec = rate(stream.codecpar().sample_aspect_ratio());
        return container != null ? container : codec != null ? codec : Rational.ONE;
    }

    private static PictureTurn turn(AVCodecParameters parameters) {
        AVPacketSideData all = parameters.coded_side_data();
        if (all == null || all.isNull()) {
            return PictureTurn.NONE;
        }
        AVPacketSideData found =
                av_packet_side_data_get(all, parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull() || found.size() < (long) DISPLAY_MATRIX_INTS * Integer.BYTES) {
            return PictureTurn.NONE;
        }
        IntPointer matrix = new IntPointer(found.data());
        return PictureTurn.ofMatrix(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    private static @Nullable Rational rate(AVRational rate) {
        return rate.num() > 0 && rate.den() > 0 ? new Rational(rate.num(), rate.den()) : null;
    }

    private static @Nullable Long known(long value) {
        return value == AV_NOPTS_VALUE ? null : value;
    }

    private static @Nullable Long positive(long value) {
        return value <= 0 ? null : value;
    }

    private static Map<String, String> tags(@Nullable AVDictionary dictionary) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (dictionary == null || dictionary.isNull()) {
            return tags;
        }
        AVDictionaryEntry entry = av_dict_iterate(dictionary, null);
        while (entry != null && !entry.isNull() && tags.size() < MAX_TAGS) {
            tags.put(text(entry.key()), text(entry.value()));
            entry = av_dict_iterate(dictionary, entry);
        }
        return tags;
    }

    private static String text(BytePointer bytes) {
        String text = new String(bytes.getStringBytes(), StandardCharsets.UTF_8);
        String clean = text.codePoints()
                .filter(c -> !Character.isISOControl(c) && c != 0xFFFD)
                .limit(MAX_TAG_CHARS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.strip();
    }
}
