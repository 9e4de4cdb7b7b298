package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.FilterSettings;
import dev.sluice.ffmpeg.codec.JpegEncoder;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.StillDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.io.Payload;
import dev.sluice.media.still.StillFile;

/**
 * A picture that somebody sent, as large as posters are: decoded, turned upright, on black, and encoded anew. So
 * nothing of the file but its picture goes on. Safe for any thread.
 */
public final class StillMaker {
    private final long maxPixels;
    private final NativeMemory memory = new NativeMemory("stills");

    public StillMaker(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** What calls in progress hold. */
    public NativeMemory memory() {
        return memory;
    }

    /**
     * @return a JPEG
     * @throws FfmpegException when the picture cannot be decoded, or is larger than it says
     */
    public Payload make(StillFile file) throws FfmpegException {
        try (VideoFrame small = small(file);
                UprightPictures turner = new UprightPictures(turning(file), memory);
                VideoFrame upright = turner.upright(small)) {
            return JpegEncoder.encode(upright, upright.width(), upright.height(), memory);
        }
    }

    /** Scaled before it is turned, so that only one picture of the full size is ever in memory. */
    private VideoFrame small(StillFile file) throws FfmpegException {
        try (VideoFrame decoded = StillDecoder.decode(file, maxPixels, memory)) {
            PictureSize size = PictureSize.within(decoded.width(), decoded.height(), PosterMaker.LONGEST_SIDE);
            try (Scaler scaler = Scaler.toJpegColours(size.width(), size.height(), memory)) {
                return scaler.scale(decoded);
            }
        }
    }

    private static FilterSettings turning(StillFile file) {
        return new FilterSettings(
                /* deinterlace= */ false,
                PictureTurn.ofExif(file.orientation()),
                DynamicRange.STANDARD,
                /* toneMapWidth= */ 0,
                /* toneMapHeight= */ 0);
    }
}
