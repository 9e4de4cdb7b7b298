package dev.sluice.engine.port;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;

/**
 * Receives renditions. Per rendition the order is {@code onTrack onSample*}; calls of one rendition come from one
 * thread, different renditions from different threads. May block for back-pressure.
 */
public interface TranscodeListener {
    void onTrack(String rendition, Track track);

    void onSample(String rendition, EncodedSample sample);

    /** After {@code finish}: everything has been given. */
    void onEnd();

    /** The session is broken and gives nothing more; it must still be closed. */
    void onFailure(TranscodeException failure);
}
