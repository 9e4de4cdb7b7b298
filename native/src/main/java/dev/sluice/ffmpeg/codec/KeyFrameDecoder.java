package dev.sluice.ffmpeg.codec;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.VideoParameters;
import org.jspecify.annotations.Nullable;

/**
 * Decodes single key frames, whole or not at all. Each call opens a decoder and closes it again, so any thread may
 * call.
 */
public final class KeyFrameDecoder {
    private KeyFrameDecoder() {}

    /**
     * Gives the picture of a key frame, which the caller owns.
     *
     * @param maxPixels larger pictures are refused
     * @throws FfmpegException when there is no picture of it, or only a damaged one
     */
    public static VideoFrame decode(VideoParameters codec, EncodedSample keyFrame, long maxPixels, NativeMemory memory)
            throws FfmpegException {
        VideoDecoderSettings settings = new VideoDecoderSettings(/* threads= */ 1, maxPixels, /* strict= */ true);
        First first = new First();
        boolean whole = false;
        try (VideoDecoder decoder = VideoDecoder.open(codec, settings, memory)) {
            decoder.decode(keyFrame, first);
            decoder.drain(first);
            VideoFrame picture = first.picture;
            if (picture == null) {
                throw new FfmpegException("decoder " + decoder.name() + " makes no picture of a key frame");
            }
            if (picture.isDamaged()) {
                throw new FfmpegException("decoder " + decoder.name() + " finds a key frame damaged");
            }
            whole = true;
            return picture;
        } finally {
            if (!whole) {
                first.close();
            }
        }
    }

    /** Keeps the first picture for its caller and closes any more. */
    private static final class First implements FrameSink<VideoFrame>, AutoCloseable {
        private @Nullable VideoFrame picture;

        @Override
        public void accept(VideoFrame next) {
            if (picture == null) {
                picture = next;
            } else {
                next.close();
            }
        }

        @Override
        public void close() {
            if (picture != null) {
                picture.close();
            }
        }
    }
}
