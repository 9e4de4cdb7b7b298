package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ALPHA_BLEND_UNIFORM;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Scales pictures of any size and pixel format to one size in 8-bit 4:2:0 with square pixels, bicubic. Follows a source
 * that changes its size or format. Colour properties and the range go through, unless it was made for others. One
 * thread at a time; the owner closes it.
 */
public final class Scaler implements AutoCloseable {
    private static final int HD_HEIGHT = 720;

    private final int width;
    private final int height;
    private final int format;
    /** The matrix that pictures are converted to, at full range; unspecified when theirs goes through. */
    private final int fullRangeMatrix;

    private final NativeMemory memory;
    private final NativeMemory.OpenHandle handle;
    private final PicturePool pool;
    private final SwsContext context;
    private final AVRational squarePixels = av_make_q(1, 1);

    public Scaler(int width, int height, NativeMemory memory) throws FfmpegException {
        this(width, height, AV_PIX_FMT_YUV420P, memory);
    }

    Scaler(int width, int height, int format, NativeMemory memory) throws FfmpegException {
        this(width, height, format, AVCOL_SPC_UNSPECIFIED, memory);
    }

    /** Converts to full range and this matrix, too. */
    static Scaler toFullRange(int width, int height, int matrix, NativeMemory memory) throws FfmpegException {
        return new Scaler(width, height, AV_PIX_FMT_YUV420P, matrix, memory);
    }

    /** Converts to the colours of JFIF, too; what is transparent becomes black. */
    public static Scaler toJpegColours(int width, int height, NativeMemory memory) throws FfmpegException {
        Scaler scaler = toFullRange(width, height, AVCOL_SPC_BT470BG, memory);
        scaler.context.alpha_blend(SWS_ALPHA_BLEND_UNIFORM);
        return scaler;
    }

    private Scaler(int width, int height, int format, int fullRangeMatrix, NativeMemory memory) throws FfmpegException {
        FfmpegLibrary.load();
        this.width = width;
        this.height = height;
        this.format = format;
        this.fullRangeMatrix = fullRangeMatrix;
        this.memory = memory;
        this.pool = new PicturePool(format, width, height);
        this.context = sws_alloc_context();
        context.flags(SWS_BICUBIC).threads(1);
        this.handle = memory.opened(this);
    }

    /**
     * Gives the picture in the wanted form: another handle to the same pixels when they have it already. The caller
     * owns the result and goes on owning {@code source}.
     */
    public VideoFrame scale(VideoFrame source) throws FfmpegException {
        AVFrame from = source.avFrame();
        if (from.width() == width && from.height() == height && !needsConversion(from) && fitsUnscaled(from.format())) {
            return relabelled(source);
        }
        AVFrame to = pool.take();
        AVFrame plain = plainlyLabelled(source);
        copyProperties(plain, to);
        int result = sws_scale_frame(context, to, plain);
        av_frame_free(plain);
        if (result < 0) {
            av_frame_free(to);
            throw new FfmpegException(
                    "cannot scale " + from.width() + "x" + from.height() + " to " + width + "x" + height, result);
        }
        return VideoFrame.adopt(to, memory);
    }

    @Override
    public void close() {
        if (handle.closed()) {
            sws_free_context(context);
            pool.close();
            squarePixels.close();
        }
    }

    private boolean converts() {
        return fullRangeMatrix != AVCOL_SPC_UNSPECIFIED;
    }

    private boolean needsConversion(AVFrame from) {
        boolean fullRange = from.color_range() == AVCOL_RANGE_JPEG || from.format() == AV_PIX_FMT_YUVJ420P;
        return converts() && !(fullRange && from.colorspace() == fullRangeMatrix);
    }

    private boolean fitsUnscaled(int sourceFormat) {
        return sourceFormat == format || (format == AV_PIX_FMT_YUV420P && sourceFormat == AV_PIX_FMT_YUVJ420P);
    }

    /** FFmpeg's old full-range formats differ from the plain ones by name only. */
    private VideoFrame relabelled(VideoFrame source) {
        AVFrame same = source.clonedFrame();
        if (same.format() != format) {
            same.format(format).color_range(AVCOL_RANGE_JPEG);
        }
        same.sample_aspect_ratio(squarePixels);
        return source.shareAs(same);
    }

    /** What FFmpeg would refuse to scale for its labels alone. */
    private AVFrame plainlyLabelled(VideoFrame source) {
        AVFrame plain = source.clonedFrame();
        // Both fields are scaled together, as one picture.
        plain.flags(plain.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
        if (plain.colorspace() == AVCOL_SPC_RGB && !isRgb(plain)) {
            plain.colorspace(AVCOL_SPC_UNSPECIFIED);
        }
        if (converts() && plain.colorspace() == AVCOL_SPC_UNSPECIFIED && plain.height() >= HD_HEIGHT) {
            // As players take it.
            plain.colorspace(AVCOL_SPC_BT709);
        }
        return plain;
    }

    private static boolean isRgb(AVFrame frame) {
        return (av_pix_fmt_desc_get(frame.format()).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
    }

    private void copyProperties(AVFrame from, AVFrame to) {
        to.pts(from.pts()).sample_aspect_ratio(squarePixels);
        // RGB becomes YUV here, and must not go on being called RGB.
        to.colorspace(isRgb(from) ? AVCOL_SPC_BT709 : from.colorspace());
        to.color_primaries(from.color_primaries()).color_trc(from.color_trc());
        to.chroma_location(from.chroma_location());
        to.color_range(from.format() == AV_PIX_FMT_YUVJ420P ? AVCOL_RANGE_JPEG : from.color_range());
        if (converts()) {
            to.colorspace(fullRangeMatrix).color_range(AVCOL_RANGE_JPEG);
        }
    }
}
