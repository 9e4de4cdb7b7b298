package dev.sluice.storage.db;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.StreamVisibility;
import java.time.Instant;
import java.util.UUID;

/** Streams that differ in id and key and in nothing else. */
final class TestStreams {
    private TestStreams() {}

    static NewStream newStream(Instant createdAt) {
        return new NewStream(StreamId.random(), "stream", null, null, StreamVisibility.PUBLIC, randomHash(), createdAt);
    }

    /** 64 hex digits, as a SHA-256 has. */
    static String randomHash() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    }
}
