package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;

/**
 * A stream to create.
 *
 * @param streamKeyHash SHA-256 of the stream key, 32 bytes in hex
 */
public record NewStream(StreamId id, Owner owner, StreamDetails details, String streamKeyHash, Instant createdAt) {}
