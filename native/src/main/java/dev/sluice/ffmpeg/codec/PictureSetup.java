package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import dev.sluice.media.Timescale;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/** What every video encoder is told in the same words. */
final class PictureSetup {
    private PictureSetup() {}

    /** All but rates and groups of pictures, which encoders understand in different ways. */
    static void configure(AVCodecContext context, VideoEncoderSettings settings) {
        context.width(settings.width()).height(settings.height()).pix_fmt(AV_PIX_FMT_YUV420P);
        context.sample_aspect_ratio(av_make_q(1, 1));
        context.time_base(av_make_q(1, Timescale.VIDEO.ticksPerSecond()));
        context.framerate(
                av_make_q(settings.frameRate().numerator(), settings.frameRate().denominator()));
        context.thread_count(settings.threads());
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP);
        VideoColour colour = settings.colour();
        context.color_primaries(colour.primaries()).color_trc(colour.transfer()).colorspace(colour.matrix());
        context.color_range(colour.fullRange() ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
        context.chroma_sample_location(colour.chromaLocation());
    }
}
