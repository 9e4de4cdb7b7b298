package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatRoomId;

/**
 * One emoji's reactions in one room within about a second, of one node.
 *
 * @param userName who sent the last of them
 */
public record ReactionBurst(ChatRoomId room, String emoji, int count, String userName) {}
