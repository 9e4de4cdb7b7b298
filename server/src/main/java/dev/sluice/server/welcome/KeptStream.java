package dev.sluice.server.welcome;

import dev.sluice.engine.live.StreamId;

/** A stream whose key this server keeps in its data directory. */
public record KeptStream(StreamId id, String streamKey) {
    @Override
    public String toString() {
        return "KeptStream[" + id + ", key masked]";
    }
}
