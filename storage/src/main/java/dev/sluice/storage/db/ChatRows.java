package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.CHAT_BAN;
import static dev.sluice.storage.db.generated.Tables.CHAT_MESSAGE;
import static dev.sluice.storage.db.generated.Tables.CHAT_MODERATOR;
import static dev.sluice.storage.db.generated.Tables.CHAT_ROOM;

import dev.sluice.engine.port.ChatBan;
import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.ChatModerator;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of the chat tables as the port's records. */
final class ChatRows {
    private ChatRows() {}

    static ChatMessage message(ChatRoomId room, Record row) {
        return new ChatMessage(
                room,
                row.get(CHAT_MESSAGE.SEQUENCE),
                row.get(CHAT_MESSAGE.ID),
                row.get(CHAT_MESSAGE.AUTHOR_ID),
                row.get(CHAT_MESSAGE.AUTHOR_NAME),
                row.get(CHAT_MESSAGE.MESSAGE),
                row.get(CHAT_MESSAGE.CREATED_AT));
    }

    static ChatChange change(ChatRoomId room, Record row) {
        Long deletion = row.get(CHAT_MESSAGE.DELETION_SEQUENCE);
        return deletion == null
                ? new ChatChange.Posted(message(room, row))
                : new ChatChange.Deleted(room, deletion, row.get(CHAT_MESSAGE.ID));
    }

    static Optional<ChatSettings> settings(@Nullable Record row) {
        Boolean enabled = row == null ? null : row.get(CHAT_ROOM.ENABLED);
        return row == null || enabled == null
                ? Optional.empty()
                : Optional.of(
                        new ChatSettings(enabled, row.get(CHAT_ROOM.SLOW_MODE_SECONDS), row.get(CHAT_ROOM.MAX_LENGTH)));
    }

    static ChatBan ban(Record row) {
        return new ChatBan(
                row.get(CHAT_BAN.USER_ID),
                row.get(CHAT_BAN.REASON),
                row.get(CHAT_BAN.BANNED_BY),
                row.get(CHAT_BAN.CREATED_AT),
                row.get(CHAT_BAN.UNTIL));
    }

    static ChatModerator moderator(Record row) {
        return new ChatModerator(
                row.get(CHAT_MODERATOR.USER_ID), row.get(CHAT_MODERATOR.ADDED_BY), row.get(CHAT_MODERATOR.CREATED_AT));
    }
}
