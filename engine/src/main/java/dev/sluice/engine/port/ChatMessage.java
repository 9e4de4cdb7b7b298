package dev.sluice.engine.port;

import java.time.Instant;
import java.util.UUID;

/**
 * A message as it is kept.
 *
 * @param sequence place among the changes of its room; a later message has a higher one
 * @param authorName as it was when the message was written
 */
public record ChatMessage(
        ChatRoomId room, long sequence, UUID id, String authorId, String authorName, String text, Instant createdAt) {}
