package dev.sluice.engine.port;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to keep.
 *
 * @param notSince refused when its author's last message in the room is younger than this; null without slow mode
 */
public record NewChatMessage(
        ChatRoomId room,
        UUID id,
        String authorId,
        String authorName,
        String text,
        Instant createdAt,
        @Nullable Instant notSince) {}
