package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import dev.sluice.media.still.StillFile;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes files of one picture, whole or not at all. Each call opens a decoder and closes it again, so any thread may
 * call; memory is taken for the picture as it is stored, some bytes for each pixel.
 */
public final class StillDecoder {
    private StillDecoder() {}

    /**
     * Gives the picture as it is stored, not turned upright and perhaps not opaque, which the caller owns.
     *
     * @param maxPixels larger pictures are refused before memory is taken for them
     * @throws FfmpegException when there is no picture in it, or only a damaged one
     */
    public static VideoFrame decode(StillFile file, long maxPixels, NativeMemory memory) throws FfmpegException {
        List<VideoFrame> made = new ArrayList<>();
        try (DecoderContext decoder = DecoderContext.open(
                List.of(decoderName(file.kind())),
                Payload.EMPTY,
                Timescale.VIDEO,
                context ->
                        context.thread_count(1).max_pixels(maxPixels).err_recognition(AV_EF_CRCCHECK | AV_EF_EXPLODE),
                memory)) {
            EncodedSample whole =
                    new EncodedSample(/* trackId= */ 1, /* ptsTicks= */ 0, /* dtsTicks= */ 0, true, file.bytes());
            decoder.decode(whole, Payload.EMPTY, frame -> made.add(VideoFrame.adopt(frame, memory)));
            decoder.drain(frame -> made.add(VideoFrame.adopt(frame, memory)));
            if (made.size() != 1 || made.getFirst().isDamaged()) {
                throw new FfmpegException(
                        "decoder " + decoder.name() + " makes " + made.size() + " pictures, or a damaged one");
            }
            return labelled(made.getFirst(), file.kind(), memory);
        } finally {
            made.forEach(VideoFrame::close);
        }
    }

    private static String decoderName(StillFile.Kind kind) {
        return switch (kind) {
            case JPEG -> "mjpeg";
            case PNG -> "png";
            case WEBP -> "webp";
        };
    }

    /** Another handle, to pixels whose colours are told in full. */
    private static VideoFrame labelled(VideoFrame decoded, StillFile.Kind kind, NativeMemory memory)
            throws FfmpegException {
        AVFrame frame = decoded.clonedFrame();
        if (isRgb(frame.format()) || frame.format() == AV_PIX_FMT_PAL8) {
            frame.colorspace(AVCOL_SPC_RGB).color_range(AVCOL_RANGE_JPEG);
        } else {
            boolean limited = kind == StillFile.Kind.WEBP;
            frame.colorspace(AVCOL_SPC_BT470BG).color_range(limited ? AVCOL_RANGE_MPEG : AVCOL_RANGE_JPEG);
        }
        VideoFrame labelled = decoded.shareAs(frame);
        return frame.format() == AV_PIX_FMT_PAL8 ? withoutPalette(labelled, memory) : labelled;
    }

    /** Takes ownership. */
    private static VideoFrame withoutPalette(VideoFrame indexed, NativeMemory memory) throws FfmpegException {
        try (indexed;
                Scaler looker = new Scaler(indexed.width(), indexed.height(), AV_PIX_FMT_BGRA, memory)) {
            VideoFrame looked = looker.scale(indexed);
            looked.avFrame().colorspace(AVCOL_SPC_RGB);
            return looked;
        }
    }

    private static boolean isRgb(int format) {
        return (av_pix_fmt_desc_get(format).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
    }
}
