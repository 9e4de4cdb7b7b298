package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The sizes that pictures have by their headers, which are parsed and not decoded: what the decoder refuses as too
 * large it tells nothing of. One thread; the owner closes it before the file.
 */
final class HeaderSizes implements AutoCloseable {
    private final Map<Integer, Size> sizes = new HashMap<>();
    private final Map<Integer, Parser> parsers = new HashMap<>();

    record Size(int width, int height) {
        boolean isKnown() {
            return width > 0 && height > 0;
        }

        long pixels() {
            return (long) width * height;
        }
    }

    /** Takes what the container says. */
    void declared(AVStream stream) {
        if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
            put(
                    stream.index(),
                    new Size(stream.codecpar().width(), stream.codecpar().height()));
        }
    }

    /** Takes what a packet says, when nothing was said of its stream before. */
    void parsed(AVStream stream, AVPacket packet) {
        if (stream.codecpar().codec_type() != AVMEDIA_TYPE_VIDEO || sizes.containsKey(stream.index())) {
            return;
        }
        Parser parser = parsers.computeIfAbsent(stream.index(), index -> new Parser(stream));
        if (parser.isUsable()) {
            put(stream.index(), parser.parse(packet));
        }
    }

    /** Of zero by zero pixels when unknown. */
    Size of(int streamIndex) {
        return sizes.getOrDefault(streamIndex, new Size(0, 0));
    }

    @Override
    public void close() {
        parsers.values().forEach(Parser::close);
        parsers.clear();
    }

    private void put(int streamIndex, Size size) {
        if (size.isKnown()) {
            sizes.put(streamIndex, size);
        }
    }

    /** FFmpeg's parser of one stream. */
    private static final class Parser implements AutoCloseable {
        private final AVCodecContext context = avcodec_alloc_context3((AVCodec) null);
        private final AVCodecParserContext parser;
        private final boolean configured;

        Parser(AVStream stream) {
            parser = av_parser_init(stream.codecpar().codec_id());
            configured = avcodec_parameters_to_context(context, stream.codecpar()) >= 0;
        }

        boolean isUsable() {
            return configured && parser != null && !parser.isNull();
        }

        Size parse(AVPacket packet) {
            try (PointerPointer<BytePointer> out = new PointerPointer<>(1);
                    IntPointer outSize = new IntPointer(1)) {
                // The parser may return what came before; the size is known as soon as the header was seen.
                av_parser_parse2(
                        parser,
                        context,
                        out,
                        outSize,
                        packet.data(),
                        packet.size(),
                        packet.pts(),
                        packet.dts(),
                        packet.pos());
            }
            return new Size(parser.width(), parser.height());
        }

        @Override
        public void close() {
            if (parser != null && !parser.isNull()) {
                av_parser_close(parser);
            }
            avcodec_free_context(context);
        }
    }
}
