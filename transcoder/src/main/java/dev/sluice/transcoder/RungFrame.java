package dev.sluice.transcoder;

import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.codec.Rational;

/**
 * A picture on its way to one encoder, which owns it.
 *
 * @param idr whether it must be a key frame
 * @param frameRate the rung's nominal rate
 */
record RungFrame(VideoFrame frame, boolean idr, Rational frameRate) implements AutoCloseable {
    @Override
    public void close() {
        frame.close();
    }
}
