package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatSettings;

/**
 * What holds for all rooms.
 *
 * @param fresh the rules of a room that has none of its own
 * @param messagesPerSecond of one user over all rooms, in the long run
 * @param burst messages of one user at once
 */
public record ChatLimits(ChatSettings fresh, double messagesPerSecond, int burst) {
    public static final ChatLimits DEFAULTS =
            new ChatLimits(new ChatSettings(true, 0, ChatSettings.MAX_LENGTH_LIMIT), 1, 5);

    public ChatLimits {
        if (messagesPerSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException("a rate above zero and a burst of at least one are needed");
        }
    }
}
