package dev.sluice.storage.db;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import java.util.UUID;

/** Streams that differ in id and key and in nothing else. */
final class TestStreams {
    static final Owner OWNER = new Owner("default", "account:1");

    private TestStreams() {}

    static NewStream newStream(Instant createdAt) {
        return newStream(OWNER, StreamDetails.titled("stream", Visibility.PUBLIC), createdAt);
    }

    static NewStream newStream(Owner owner, StreamDetails details, Instant createdAt) {
        return new NewStream(StreamId.random(), owner, details, randomHash(), createdAt);
    }

    /** 64 hex digits, as a SHA-256 has. */
    static String randomHash() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    }
}
