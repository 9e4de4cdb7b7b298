package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.codec.Rational;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * A decoded picture in native memory. A handle has one owner, who closes it; {@link #share()} makes another handle to
 * the same pixels for another owner, without a copy. The pixels are read-only once the frame was shared and are freed
 * with the last handle. A handle is used by one thread at a time; handles of one picture by as many threads as there
 * are handles.
 */
public final class VideoFrame implements AutoCloseable {
    private static final int PLANES_420 = 3;

    private final AVFrame frame;
    private final Pixels pixels;
    private final NativeMemory.OpenHandle handle;

    private VideoFrame(AVFrame frame, Pixels pixels) {
        this.frame = frame;
        this.pixels = pixels;
        this.handle = pixels.memory.opened(this);
    }

    /** Takes ownership of {@code frame}, whose buffers must be its own or reference-counted. */
    static VideoFrame adopt(AVFrame frame, NativeMemory memory) {
        return new VideoFrame(frame, new Pixels(memory, bufferBytes(frame)));
    }

    /**
     * A picture in 8-bit 4:2:0 made of bytes, for test sources and slates.
     *
     * @param luma width times height bytes
     * @param cb and {@code cr}: a quarter of that each
     */
    public static VideoFrame ofYuv420(
            int width, int height, long ptsTicks, byte[] luma, byte[] cb, byte[] cr, NativeMemory memory)
            throws FfmpegException {
        FfmpegLibrary.load();
        AVFrame frame = allocate();
        frame.format(AV_PIX_FMT_YUV420P).width(width).height(height).pts(ptsTicks);
        int result = av_frame_get_buffer(frame, 0);
        if (result < 0) {
            av_frame_free(frame);
            throw new FfmpegException("no memory for a " + width + "x" + height + " picture", result);
        }
        copyPlane(luma, frame, 0, width, height);
        copyPlane(cb, frame, 1, (width + 1) / 2, (height + 1) / 2);
        copyPlane(cr, frame, 2, (width + 1) / 2, (height + 1) / 2);
        return adopt(frame, memory);
    }

    /** Another handle to the same pixels, with its own owner. */
    public VideoFrame share() {
        return new VideoFrame(clonedFrame(), pixels.retained());
    }

    /** Another handle to the same pixels, shown at another time. */
    public VideoFrame shareAt(long ptsTicks) {
        AVFrame copy = clonedFrame();
        copy.pts(ptsTicks);
        return shareAs(copy);
    }

    /** Presentation time on the 90 kHz clock. */
    public long ptsTicks() {
        return frame.pts();
    }

    public int width() {
        return frame.width();
    }

    public int height() {
        return frame.height();
    }

    /** The shape of one pixel, as far as the source gave one; else square. */
    public Rational sampleAspectRatio() {
        int numerator = frame.sample_aspect_ratio().num();
        int denominator = frame.sample_aspect_ratio().den();
        return numerator > 0 && denominator > 0 ? new Rational(numerator, denominator) : Rational.ONE;
    }

    /** True when the decoder could not make all of it and filled in the rest. */
    public boolean isDamaged() {
        return frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    }

    /** The colour properties that the source gave it. */
    public VideoColour colour() {
        return new VideoColour(
                frame.color_primaries(),
                frame.color_trc(),
                // Some streams call YUV pictures RGB; encoders would refuse that.
                frame.colorspace() == AVCOL_SPC_RGB ? AVCOL_SPC_UNSPECIFIED : frame.colorspace(),
                frame.color_range() == AVCOL_RANGE_JPEG || frame.format() == AV_PIX_FMT_YUVJ420P,
                frame.chroma_location());
    }

    /** Bytes of native memory behind the pixels, shared by all handles to them. */
    public long sizeBytes() {
        return pixels.bytes;
    }

    /** One luma value of an 8-bit planar picture, 0 to 255. */
    public int lumaAt(int x, int y) {
        if (x < 0 || y < 0 || x >= width() || y >= height()) {
            throw new IndexOutOfBoundsException(x + "," + y);
        }
        return frame.data(0).get((long) y * frame.linesize(0) + x) & 0xFF;
    }

    @Override
    public void close() {
        if (handle.closed()) {
            av_frame_free(frame);
            pixels.release();
        }
    }

    AVFrame avFrame() {
        return frame;
    }

    /** The same pixels under other properties: the caller may change what {@code av_frame_clone} does not share. */
    AVFrame clonedFrame() {
        AVFrame copy = av_frame_clone(frame);
        if (copy == null || copy.isNull()) {
            throw new OutOfMemoryError("no native memory for a frame handle");
        }
        return copy;
    }

    /** Another handle under changed properties; takes ownership of {@code relabelled}, a clone of this frame. */
    VideoFrame shareAs(AVFrame relabelled) {
        return new VideoFrame(relabelled, pixels.retained());
    }

    static AVFrame allocate() {
        AVFrame frame = av_frame_alloc();
        if (frame == null || frame.isNull()) {
            throw new OutOfMemoryError("no native memory for a frame");
        }
        return frame;
    }

    private static long bufferBytes(AVFrame frame) {
        long bytes = 0;
        for (int i = 0; i < PLANES_420 && frame.buf(i) != null; i++) {
            bytes += frame.buf(i).size();
        }
        return bytes;
    }

    private static void copyPlane(byte[] from, AVFrame to, int plane, int width, int height) {
        BytePointer data = to.data(plane);
        for (int y = 0; y < height; y++) {
            data.position((long) y * to.linesize(plane)).put(from, y * width, width);
        }
    }

    /** The memory behind all handles of one picture. */
    private static final class Pixels {
        private final NativeMemory memory;
        private final long bytes;
        private final AtomicInteger handles = new AtomicInteger(1);

        Pixels(NativeMemory memory, long bytes) {
            this.memory = memory;
            this.bytes = bytes;
            memory.add(bytes);
        }

        Pixels retained() {
            handles.incrementAndGet();
            return this;
        }

        void release() {
            if (handles.decrementAndGet() == 0) {
                memory.add(-bytes);
            }
        }
    }
}
