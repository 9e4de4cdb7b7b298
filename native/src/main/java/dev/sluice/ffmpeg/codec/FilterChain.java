package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.Timescale;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures through FFmpeg's filters, on the calling thread alone. Follows a source that changes its size or format.
 *
 * <p>Call order: {@code filter* drain? close}. One thread at a time; the owner closes it. Pictures may come out later
 * than they go in, in the same order, with times on the 90 kHz clock.
 */
public final class FilterChain implements AutoCloseable {
    private static final int KEEP_REFERENCE = 8; // AV_BUFFERSRC_FLAG_KEEP_REF

    private final FilterSettings settings;
    private final NativeMemory memory;
    private final NativeMemory.OpenHandle handle;
    private final AVRational clock = av_make_q(1, Timescale.VIDEO.ticksPerSecond());
    private @Nullable Graph graph;

    /** The filters that are open, and what pictures they were opened for. */
    private record Graph(
            AVFilterGraph graph,
            AVFilterContext source,
            AVFilterContext sink,
            int width,
            int height,
            int format,
            int matrix,
            int range) {
        boolean fits(AVFrame frame) {
            return frame.width() == width
                    && frame.height() == height
                    && frame.format() == format
                    && frame.colorspace() == matrix
                    && frame.color_range() == range;
        }
    }

    public FilterChain(FilterSettings settings, NativeMemory memory) throws FfmpegException {
        FfmpegLibrary.load();
        this.settings = settings;
        this.memory = memory;
        this.handle = memory.opened(this);
    }

    /** Filters one picture, which the caller goes on owning, and gives those that are ready. */
    public void filter(VideoFrame picture, FrameSink<VideoFrame> sink) throws FfmpegException {
        AVFrame frame = picture.clonedFrame();
        try {
            plainlyLabelled(frame);
            Graph current = graph;
            if (current == null || !current.fits(frame)) {
                drain(sink);
                current = open(frame);
                graph = current;
            }
            FfmpegException.check(
                    av_buffersrc_add_frame_flags(current.source, frame, KEEP_REFERENCE),
                    "a picture cannot be filtered");
            receiveAll(current, sink);
        } finally {
            av_frame_free(frame);
        }
    }

    /** Gives the pictures still inside. */
    public void drain(FrameSink<VideoFrame> sink) throws FfmpegException {
        Graph current = graph;
        if (current == null) {
            return;
        }
        try {
            FfmpegException.check(av_buffersrc_add_frame_flags(current.source, null, 0), "filters cannot be drained");
            receiveAll(current, sink);
        } finally {
            freeGraph();
        }
    }

    @Override
    public void close() {
        if (handle.closed()) {
            freeGraph();
            clock.close();
        }
    }

    /** The filters in FFmpeg's language. */
    static String description(FilterSettings settings) {
        List<String> filters = new ArrayList<>();
        if (settings.deinterlace()) {
            filters.add("bwdif=mode=send_frame:parity=auto:deint=interlaced");
        }
        if (settings.dynamicRange() != DynamicRange.STANDARD) {
            filters.add("zscale=w=" + settings.toneMapWidth() + ":h=" + settings.toneMapHeight()
                    + ":filter=bicubic:t=linear:npl=100");
            filters.add("format=gbrpf32le");
            filters.add("zscale=p=bt709");
            filters.add("tonemap=tonemap=hable:desat=0");
            filters.add("zscale=t=bt709:m=bt709:r=tv");
            filters.add("format=yuv420p");
        }
        switch (settings.turn()) {
            case NONE -> {}
            case CLOCKWISE -> filters.add("transpose=dir=clock");
            case COUNTERCLOCKWISE -> filters.add("transpose=dir=cclock");
            case HALF -> filters.add("hflip,vflip");
            case MIRRORED -> filters.add("hflip");
            // By "vflip" alone rows would go upwards in memory, and FFmpeg's scaler writes beyond such pictures.
            case FLIPPED -> filters.add("transpose=dir=cclock_flip,transpose=dir=cclock");
            case TRANSPOSED -> filters.add("transpose=dir=cclock_flip");
            case TRANSPOSED_HALF -> filters.add("transpose=dir=clock_flip");
        }
        return filters.isEmpty() ? "null" : String.join(",", filters);
    }

    /** Fills in or takes out labels that filters would refuse. */
    private void plainlyLabelled(AVFrame frame) {
        boolean rgb = (av_pix_fmt_desc_get(frame.format()).flags() & avutil.AV_PIX_FMT_FLAG_RGB) != 0;
        if (frame.colorspace() == AVCOL_SPC_RGB && !rgb) {
            frame.colorspace(AVCOL_SPC_UNSPECIFIED);
        }
        if (settings.dynamicRange() == DynamicRange.STANDARD) {
            return;
        }
        frame.color_trc(
                settings.dynamicRange() == DynamicRange.PQ
                        ? avutil.AVCOL_TRC_SMPTE2084
                        : avutil.AVCOL_TRC_ARIB_STD_B67);
        if (frame.colorspace() == AVCOL_SPC_UNSPECIFIED) {
            frame.colorspace(avutil.AVCOL_SPC_BT2020_NCL);
        }
        if (frame.color_primaries() == avutil.AVCOL_PRI_UNSPECIFIED) {
            frame.color_primaries(avutil.AVCOL_PRI_BT2020);
        }
        if (frame.color_range() == avutil.AVCOL_RANGE_UNSPECIFIED) {
            frame.color_range(avutil.AVCOL_RANGE_MPEG);
        }
    }

    private Graph open(AVFrame first) throws FfmpegException {
        AVFilterGraph fresh = avfilter_graph_alloc();
        fresh.nb_threads(1);
        try {
            AVFilterContext source = new AVFilterContext(null);
            AVFilterContext sink = new AVFilterContext(null);
            FfmpegException.check(
                    avfilter_graph_create_filter(
                            source, avfilter_get_by_name("buffer"), "in", sourceArguments(first), null, fresh),
                    "cannot open the begin of the filters");
            FfmpegException.check(
                    avfilter_graph_create_filter(
                            sink, avfilter_get_by_name("buffersink"), "out", (String) null, null, fresh),
                    "cannot open the end of the filters");
            AVFilterInOut outputs = end("in", source);
            AVFilterInOut inputs = end("out", sink);
            int parsed = avfilter_graph_parse_ptr(fresh, description(settings), inputs, outputs, null);
            avfilter_inout_free(inputs);
            avfilter_inout_free(outputs);
            FfmpegException.check(parsed, "cannot open the filters " + description(settings));
            FfmpegException.check(
                    avfilter_graph_config(fresh, null), "cannot connect the filters " + description(settings));
            return new Graph(
                    fresh,
                    source,
                    sink,
                    first.width(),
                    first.height(),
                    first.format(),
                    first.colorspace(),
                    first.color_range());
        } catch (FfmpegException e) {
            avfilter_graph_free(fresh);
            throw e;
        }
    }

    private static String sourceArguments(AVFrame first) {
        int numerator = Math.max(0, first.sample_aspect_ratio().num());
        int denominator = Math.max(1, first.sample_aspect_ratio().den());
        return "video_size=" + first.width() + "x" + first.height() + ":pix_fmt=" + first.format()
                + ":time_base=1/" + Timescale.VIDEO.ticksPerSecond() + ":pixel_aspect=" + numerator + "/" + denominator
                + ":colorspace=" + first.colorspace() + ":range=" + first.color_range();
    }

    private static AVFilterInOut end(String name, AVFilterContext context) {
        AVFilterInOut end = avfilter_inout_alloc();
        end.name(av_strdup(new BytePointer(name)))
                .filter_ctx(context)
                .pad_idx(0)
                .next(null);
        return end;
    }

    private void receiveAll(Graph current, FrameSink<VideoFrame> sink) throws FfmpegException {
        while (true) {
            AVFrame frame = VideoFrame.allocate();
            int result = av_buffersink_get_frame(current.sink, frame);
            if (result < 0) {
                av_frame_free(frame);
                if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
                    return;
                }
                throw new FfmpegException("filters fail", result);
            }
            frame.pts(av_rescale_q(frame.pts(), av_buffersink_get_time_base(current.sink), clock));
            sink.accept(VideoFrame.adopt(frame, memory));
        }
    }

    private void freeGraph() {
        Graph old = graph;
        if (old != null) {
            graph = null;
            avfilter_graph_free(old.graph);
        }
    }
}
