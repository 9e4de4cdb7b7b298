package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Pictures as JPEG files (JFIF: full-range BT.601, 4:2:0), by FFmpeg's {@code mjpeg}. Each call opens and closes what
 * it needs, so any thread may call.
 */
public final class JpegEncoder {
    /** Of mjpeg's scale from 2, the best, to 31: about 50 kB for a picture of 640x360. */
    private static final int QUANTISER = 4;

    private JpegEncoder() {}

    /**
     * Scales a picture of any format to this size and encodes it. The caller goes on owning the picture.
     *
     * @param width and {@code height}: even
     */
    public static Payload encode(VideoFrame picture, int width, int height, NativeMemory memory)
            throws FfmpegException {
        try (Scaler scaler = Scaler.toFullRange(width, height, AVCOL_SPC_BT470BG, memory);
                VideoFrame scaled = scaler.scale(picture);
                EncoderContext encoder = open(width, height, memory)) {
            List<Payload> files = new ArrayList<>();
            AVFrame plain = scaled.clonedFrame();
            try {
                // The decoder left its own picture type here, which would be taken as an order.
                plain.pict_type(AV_PICTURE_TYPE_NONE).quality(QUANTISER * FF_QP2LAMBDA);
                encoder.encode(plain, packet -> files.add(bytes(packet)));
            } finally {
                av_frame_free(plain);
            }
            encoder.encode(null, packet -> files.add(bytes(packet)));
            if (files.size() != 1) {
                throw new FfmpegException("encoder mjpeg made " + files.size() + " files of one picture");
            }
            return files.getFirst();
        }
    }

    private static EncoderContext open(int width, int height, NativeMemory memory) throws FfmpegException {
        return EncoderContext.open(
                "mjpeg",
                Map.of(),
                context -> {
                    context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
                    context.color_range(AVCOL_RANGE_JPEG).colorspace(AVCOL_SPC_BT470BG);
                    context.sample_aspect_ratio(av_make_q(1, 1));
                    context.time_base(av_make_q(1, Timescale.VIDEO.ticksPerSecond()));
                    context.flags(context.flags() | AV_CODEC_FLAG_QSCALE).global_quality(QUANTISER * FF_QP2LAMBDA);
                    context.thread_count(1);
                },
                memory);
    }

    private static Payload bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        return Payload.wrap(bytes);
    }
}
