package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatRoomId;

/**
 * A room that exists and that the caller may see.
 *
 * @param readOnly true once its stream has ended
 */
public record ChatPlace(ChatRoomId room, boolean readOnly) {}
