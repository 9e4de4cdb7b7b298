package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.av_buffer_pool_get;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_pool_init;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_pool_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_arrays;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;

import dev.sluice.ffmpeg.FfmpegException;
import org.bytedeco.ffmpeg.avutil.AVBufferPool;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Reuses picture buffers of one size, so that a picture does not cost fresh pages from the kernel. Closing it frees the
 * idle buffers at once and the others when their last frame is closed.
 */
final class PicturePool implements AutoCloseable {
    /** Wide enough for AVX-512. */
    private static final int ALIGN_BYTES = 64;
    /** Vector code may read and write past the last row. */
    private static final int TAIL_BYTES = 128;

    private final int format;
    private final int width;
    private final int height;
    private final AVBufferPool pool;

    PicturePool(int format, int width, int height) throws FfmpegException {
        this.format = format;
        this.width = width;
        this.height = height;
        int sizeBytes = FfmpegException.check(
                av_image_get_buffer_size(format, width, height, ALIGN_BYTES), "a " + width + "x" + height + " picture");
        pool = av_buffer_pool_init((long) sizeBytes + TAIL_BYTES, null);
        if (pool == null || pool.isNull()) {
            throw new FfmpegException("no memory for a pool of pictures");
        }
    }

    AVFrame take() throws FfmpegException {
        AVBufferRef buffer = av_buffer_pool_get(pool);
        if (buffer == null || buffer.isNull()) {
            throw new FfmpegException("no memory for a " + width + "x" + height + " picture");
        }
        AVFrame frame = VideoFrame.allocate();
        frame.buf(0, buffer);
        frame.format(format).width(width).height(height);
        int result =
                av_image_fill_arrays(frame.data(), frame.linesize(), buffer.data(), format, width, height, ALIGN_BYTES);
        if (result < 0) {
            av_frame_free(frame);
            throw new FfmpegException("cannot lay out a " + width + "x" + height + " picture", result);
        }
        return frame;
    }

    @Override
    public void close() {
        av_buffer_pool_uninit(pool);
    }
}
