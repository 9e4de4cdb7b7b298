package dev.sluice.engine.port;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;

/** Makes a small picture of one key frame. Blocks for as long as decoding it takes. Safe for any thread. */
public interface Thumbnailer {
    /**
     * A JPEG file in the source's true shape, at most this wide and never larger than the source.
     *
     * @param keyFrame a sync sample of a track with this codec
     * @throws ThumbnailException when there is no picture to be had of it
     */
    Payload jpeg(VideoParameters codec, EncodedSample keyFrame, int maxWidth) throws ThumbnailException;
}
