package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream to create.
 *
 * @param streamKeyHash SHA-256 of the stream key, 32 bytes in hex
 */
public record NewStream(
        StreamId id,
        String title,
        @Nullable String description,
        @Nullable Instant scheduledStart,
        StreamVisibility visibility,
        String streamKeyHash,
        Instant createdAt) {}
