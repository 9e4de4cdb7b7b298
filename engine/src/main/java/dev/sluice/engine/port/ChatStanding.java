package dev.sluice.engine.port;

import java.time.Instant;
import java.util.Optional;

/**
 * What counts when somebody wants to write in a room.
 *
 * @param settings empty when the room has none of its own
 * @param ban the one in force
 * @param lastMessageAt of theirs in this room
 */
public record ChatStanding(
        Optional<ChatSettings> settings, boolean moderator, Optional<ChatBan> ban, Optional<Instant> lastMessageAt) {}
