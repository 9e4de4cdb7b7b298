package dev.sluice.engine.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may not write in a room.
 *
 * @param until null for good
 * @param by the moderator's user id
 */
public record ChatBan(
        String userId,
        @Nullable String reason,
        String by,
        Instant createdAt,
        @Nullable Instant until) {}
