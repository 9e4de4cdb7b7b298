package dev.sluice.transcoder;

import dev.sluice.engine.port.ThumbnailException;
import dev.sluice.engine.port.Thumbnailer;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.JpegEncoder;
import dev.sluice.ffmpeg.codec.KeyFrameDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;

/** Thumbnails by FFmpeg, on the thread that calls. Nothing native is kept between two calls. Safe for any thread. */
public final class JpegThumbnailer implements Thumbnailer {
    private final long maxPixels;
    private final NativeMemory memory = new NativeMemory("thumbnails");

    /** @param maxPixels larger source pictures are refused */
    public JpegThumbnailer(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** What calls in progress hold. */
    NativeMemory memory() {
        return memory;
    }

    @Override
    public Payload jpeg(VideoParameters codec, EncodedSample keyFrame, int maxWidth) throws ThumbnailException {
        try (VideoFrame picture = KeyFrameDecoder.decode(codec, keyFrame, maxPixels, memory)) {
            ThumbnailSize size =
                    ThumbnailSize.of(picture.width(), picture.height(), picture.sampleAspectRatio(), maxWidth);
            return JpegEncoder.encode(picture, size.width(), size.height(), memory);
        } catch (FfmpegException refused) {
            throw new ThumbnailException(codec.codecString() + ": " + refused.getMessage(), refused);
        }
    }
}
