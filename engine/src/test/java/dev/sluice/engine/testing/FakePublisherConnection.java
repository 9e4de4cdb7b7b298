package dev.sluice.engine.testing;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.PublishRequest;
import dev.sluice.engine.live.PublisherConnection;
import java.util.ArrayList;
import java.util.List;

/** A client's connection that writes down why it was closed. Safe for threads. */
public final class FakePublisherConnection implements PublisherConnection {
    private final List<String> farewells = new ArrayList<>();

    @Override
    public synchronized void disconnect(EndReason reason, String message) {
        farewells.add(reason + ": " + message);
    }

    /** Every call of {@link #disconnect}. */
    public synchronized List<String> farewells() {
        return List.copyOf(farewells);
    }

    public PublishRequest request(String streamKey) {
        return new PublishRequest("rtmp", streamKey, "192.0.2.1:5000", "test client", this);
    }
}
