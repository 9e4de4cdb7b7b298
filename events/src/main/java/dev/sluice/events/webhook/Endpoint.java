package dev.sluice.events.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant wants events sent.
 *
 * @param events patterns as {@link dev.sluice.events.EventTypes#isPattern} knows them
 * @param disabledReason null while enabled
 * @param failingSince of the first failure since the last success, null when the last delivery succeeded
 */
public record Endpoint(
        UUID id,
        String tenant,
        String url,
        List<String> events,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable Instant failingSince,
        @Nullable String description,
        Instant createdAt) {
    public Endpoint {
        events = List.copyOf(events);
    }
}
