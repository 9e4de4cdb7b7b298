package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;

/**
 * How many people watch a stream through this node, counted by the playback edge. Every method answers from memory,
 * never blocks, may be called from any thread, and gives 0 for a stream that nobody watched.
 */
public interface ViewerStats {
    /** Viewers that asked for media of the stream within the last seconds. */
    long current(StreamId id);

    /** The most viewers at one time since this node first saw one. */
    long peak(StreamId id);

    /** Playback sessions begun since this node first saw one; a viewer who comes back after a minute counts again. */
    long total(StreamId id);
}
