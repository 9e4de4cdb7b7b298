package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the database keeps it. The stream key is not here: only its hash is stored.
 *
 * @param stopped true when the platform stopped the stream for good through the API: its key no longer publishes
 * @param startedAt of the latest time it went live, null when it never did
 * @param endedAt null unless ended
 * @param peakViewers most viewers at one time, over the stream's life
 * @param totalViews playback sessions, over the stream's life
 */
public record StreamRecord(
        StreamId id,
        String title,
        @Nullable String description,
        @Nullable Instant scheduledStart,
        StreamVisibility visibility,
        StreamStatus status,
        boolean stopped,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        long peakViewers,
        long totalViews) {}
