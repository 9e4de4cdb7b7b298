package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the database keeps it. The stream key is not here: only its hash is stored.
 *
 * @param stopped true when the platform stopped the stream for good through the API: its key no longer publishes
 * @param version grows with every change of the row, from 1
 * @param updatedAt of the latest change
 * @param startedAt of the latest time it went live, null when it never did
 * @param endedAt null unless ended
 * @param peakViewers most viewers at one time, over the stream's life
 * @param totalViews playback sessions, over the stream's life
 * @param watchSeconds of all viewers together, over the stream's life
 * @param hasThumbnail true when a picture of it is stored beside its media
 */
public record StreamRecord(
        StreamId id,
        Owner owner,
        StreamDetails details,
        StreamStatus status,
        boolean stopped,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        long peakViewers,
        long totalViews,
        long watchSeconds,
        boolean hasThumbnail) {
    public String title() {
        return details.title();
    }

    public Visibility visibility() {
        return details.visibility();
    }
}
