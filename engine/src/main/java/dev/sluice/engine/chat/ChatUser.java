package dev.sluice.engine.chat;

/**
 * Somebody in a room, as their credential proves.
 *
 * @param manages true for the stream's owner and those who manage the tenant: moderators that need no list
 */
public record ChatUser(String id, String name, boolean manages) {}
