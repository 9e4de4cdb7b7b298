package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.List;

/**
 * One client's publishing into one live stream.
 *
 * <p>Call order: {@link #onTracks} once before the first sample and again whenever codec parameters change or a track
 * appears; {@link #onSample} in the order of arrival; {@link #end} exactly once (further calls do nothing). All calls
 * come from one thread at a time (the connection's event loop) and never block.
 *
 * <p>Times are the client's own, converted to the track's timescale and unwrapped to 64 bits, but not otherwise
 * corrected: rebasing, jumps and jitter are the work of the timeline normaliser behind this interface.
 */
public interface Publication {
    StreamId streamId();

    void onTracks(List<Track> tracks);

    void onSample(EncodedSample sample);

    void end(EndReason reason);
}
