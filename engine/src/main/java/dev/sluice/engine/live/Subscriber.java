package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.List;

/**
 * Receives a stream's samples on the normalised timeline.
 *
 * <p>Call order: {@code onTracks (onSample | onTracks)* onEnd}. All calls come from the subscription's own virtual
 * thread; they may block, and a subscriber that blocks too long loses samples up to the next sync sample, never anybody
 * else's.
 */
public interface Subscriber {
    /**
     * The tracks from here on.
     *
     * @param discontinuity true when the timeline jumped or codec parameters changed since the last sample, so decoders
     *     and outputs must start anew
     */
    void onTracks(List<Track> tracks, boolean discontinuity);

    void onSample(EncodedSample sample);

    /** The last call. */
    void onEnd(EndReason reason);
}
