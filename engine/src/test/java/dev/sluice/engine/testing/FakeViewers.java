package dev.sluice.engine.testing;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ViewerStats;

/** The same viewers for every stream. */
public final class FakeViewers implements ViewerStats {
    public volatile long current;
    public volatile long peak;
    public volatile long total;

    @Override
    public long current(StreamId id) {
        return current;
    }

    @Override
    public long peak(StreamId id) {
        return peak;
    }

    @Override
    public long total(StreamId id) {
        return total;
    }
}
