package dev.sluice.engine.port;

import java.util.UUID;

/** What changed in a room, as those in it hear of it. */
public sealed interface ChatChange {
    ChatRoomId room();

    /** Place among the changes of the room. */
    long sequence();

    /** Somebody wrote. */
    record Posted(ChatMessage message) implements ChatChange {
        @Override
        public ChatRoomId room() {
            return message.room();
        }

        @Override
        public long sequence() {
            return message.sequence();
        }
    }

    /** A message is gone. */
    record Deleted(ChatRoomId room, long sequence, UUID messageId) implements ChatChange {}
}
