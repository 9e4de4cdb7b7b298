package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_VAAPI;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NV12;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_VAAPI;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_create;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_ctx_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_ctx_init;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_transfer_data;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVHWFramesContext;

/** Brings pictures to a VA-API device. One thread at a time; the owner closes it. */
final class VaapiUpload implements AutoCloseable {
    /** More than any encoder keeps: references, B-frames and the one that is uploaded. */
    private static final int SURFACES = 24;

    private final AVBufferRef device;
    private final AVBufferRef surfaces;
    private final Scaler toNv12;

    private VaapiUpload(AVBufferRef device, AVBufferRef surfaces, Scaler toNv12) {
        this.device = device;
        this.surfaces = surfaces;
        this.toNv12 = toNv12;
    }

    static VaapiUpload open(int width, int height, NativeMemory memory) throws FfmpegException {
        AVBufferRef device = new AVBufferRef(null);
        FfmpegException.check(
                av_hwdevice_ctx_create(device, AV_HWDEVICE_TYPE_VAAPI, (String) null, (AVDictionary) null, 0),
                "no VA-API device opens");
        AVBufferRef surfaces = av_hwframe_ctx_alloc(device);
        try {
            new AVHWFramesContext(surfaces.data())
                    .format(AV_PIX_FMT_VAAPI)
                    .sw_format(AV_PIX_FMT_NV12)
                    .width(width)
                    .height(height)
                    .initial_pool_size(SURFACES);
            FfmpegException.check(av_hwframe_ctx_init(surfaces), "the VA-API device gives no surfaces");
            return new VaapiUpload(device, surfaces, new Scaler(width, height, AV_PIX_FMT_NV12, memory));
        } catch (FfmpegException e) {
            av_buffer_unref(surfaces);
            av_buffer_unref(device);
            throw e;
        }
    }

    void attachTo(AVCodecContext context) {
        context.pix_fmt(AV_PIX_FMT_VAAPI).hw_frames_ctx(av_buffer_ref(surfaces));
    }

    /** A copy of the picture on the device; the caller frees it. */
    AVFrame upload(VideoFrame source) throws FfmpegException {
        AVFrame surface = VideoFrame.allocate();
        try (VideoFrame nv12 = toNv12.scale(source)) {
            FfmpegException.check(av_hwframe_get_buffer(surfaces, surface, 0), "no free VA-API surface");
            FfmpegException.check(
                    av_hwframe_transfer_data(surface, nv12.avFrame(), 0), "the picture cannot be uploaded");
            FfmpegException.check(av_frame_copy_props(surface, nv12.avFrame()), "no memory for a picture");
            return surface;
        } catch (FfmpegException e) {
            av_frame_free(surface);
            throw e;
        }
    }

    @Override
    public void close() {
        toNv12.close();
        av_buffer_unref(surfaces);
        av_buffer_unref(device);
    }
}
