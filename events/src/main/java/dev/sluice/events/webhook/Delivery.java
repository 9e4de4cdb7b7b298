package dev.sluice.events.webhook;

import dev.sluice.events.Event;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint.
 *
 * @param attempts made so far
 * @param nextAttemptAt not earlier than this, and not before those ahead of it; null when it has ended
 * @param finishedAt null while pending
 */
public record Delivery(
        UUID id,
        UUID endpointId,
        Event event,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt) {}
