package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.CHAT_AUTHOR;
import static dev.sluice.storage.db.generated.Tables.CHAT_BAN;
import static dev.sluice.storage.db.generated.Tables.CHAT_MODERATOR;

import dev.sluice.engine.port.ChatBan;
import dev.sluice.engine.port.ChatModerator;
import dev.sluice.engine.port.ChatRoomId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Who is banned from rooms, and who keeps order in them. */
final class ChatPeople {
    private final DSLContext sql;

    ChatPeople(DSLContext sql) {
        this.sql = sql;
    }

    boolean isModerator(ChatRoomId room, String userId) {
        return sql.fetchExists(CHAT_MODERATOR, moderatorOf(room).and(CHAT_MODERATOR.USER_ID.eq(userId)));
    }

    Optional<ChatBan> banOf(ChatRoomId room, String userId, Instant now) {
        return sql.selectFrom(CHAT_BAN)
                .where(bannedFrom(room, now), CHAT_BAN.USER_ID.eq(userId))
                .fetchOptional(ChatRows::ban);
    }

    Optional<Instant> lastMessageAt(ChatRoomId room, String userId) {
        return sql.select(CHAT_AUTHOR.LAST_MESSAGE_AT)
                .from(CHAT_AUTHOR)
                .where(
                        CHAT_AUTHOR.STREAM_ID.eq(room.stream().value()),
                        CHAT_AUTHOR.TENANT.eq(room.tenant()),
                        CHAT_AUTHOR.USER_ID.eq(userId))
                .fetchOptional(CHAT_AUTHOR.LAST_MESSAGE_AT);
    }

    void ban(ChatRoomId room, ChatBan ban) {
        Statements.run("ban from the chat of stream " + room.stream(), () -> sql.insertInto(CHAT_BAN)
                .set(CHAT_BAN.STREAM_ID, room.stream().value())
                .set(CHAT_BAN.TENANT, room.tenant())
                .set(CHAT_BAN.USER_ID, ban.userId())
                .set(CHAT_BAN.REASON, ban.reason())
                .set(CHAT_BAN.BANNED_BY, ban.by())
                .set(CHAT_BAN.CREATED_AT, ban.createdAt())
                .set(CHAT_BAN.UNTIL, ban.until())
                .onConflict(CHAT_BAN.STREAM_ID, CHAT_BAN.USER_ID)
                .doUpdate()
                .setAllToExcluded()
                .where(CHAT_BAN.TENANT.eq(room.tenant()))
                .execute());
    }

    boolean unban(ChatRoomId room, String userId) {
        return Statements.run(
                "lift a ban from the chat of stream " + room.stream(),
                () -> sql.deleteFrom(CHAT_BAN)
                                .where(
                                        CHAT_BAN.STREAM_ID.eq(room.stream().value()),
                                        CHAT_BAN.TENANT.eq(room.tenant()),
                                        CHAT_BAN.USER_ID.eq(userId))
                                .execute()
                        > 0);
    }

    List<ChatBan> bans(ChatRoomId room, Instant now, int offset, int limit) {
        return Statements.run("list the bans of stream " + room.stream(), () -> sql.selectFrom(CHAT_BAN)
                .where(bannedFrom(room, now))
                .orderBy(CHAT_BAN.CREATED_AT.desc(), CHAT_BAN.USER_ID.asc())
                .limit(limit)
                .offset(offset)
                .fetch(ChatRows::ban));
    }

    long countBans(ChatRoomId room, Instant now) {
        return Statements.run("count the bans of stream " + room.stream(), () ->
                (long) sql.fetchCount(CHAT_BAN, bannedFrom(room, now)));
    }

    void addModerator(ChatRoomId room, ChatModerator moderator) {
        Statements.run("add a moderator to stream " + room.stream(), () -> sql.insertInto(CHAT_MODERATOR)
                .set(CHAT_MODERATOR.STREAM_ID, room.stream().value())
                .set(CHAT_MODERATOR.TENANT, room.tenant())
                .set(CHAT_MODERATOR.USER_ID, moderator.userId())
                .set(CHAT_MODERATOR.ADDED_BY, moderator.by())
                .set(CHAT_MODERATOR.CREATED_AT, moderator.createdAt())
                .onConflict(CHAT_MODERATOR.STREAM_ID, CHAT_MODERATOR.USER_ID)
                .doNothing()
                .execute());
    }

    boolean removeModerator(ChatRoomId room, String userId) {
        return Statements.run(
                "remove a moderator of stream " + room.stream(),
                () -> sql.deleteFrom(CHAT_MODERATOR)
                                .where(moderatorOf(room), CHAT_MODERATOR.USER_ID.eq(userId))
                                .execute()
                        > 0);
    }

    List<ChatModerator> moderators(ChatRoomId room, int offset, int limit) {
        return Statements.run("list the moderators of stream " + room.stream(), () -> sql.selectFrom(CHAT_MODERATOR)
                .where(moderatorOf(room))
                .orderBy(CHAT_MODERATOR.CREATED_AT.desc(), CHAT_MODERATOR.USER_ID.asc())
                .limit(limit)
                .offset(offset)
                .fetch(ChatRows::moderator));
    }

    long countModerators(ChatRoomId room) {
        return Statements.run("count the moderators of stream " + room.stream(), () ->
                (long) sql.fetchCount(CHAT_MODERATOR, moderatorOf(room)));
    }

    private static Condition bannedFrom(ChatRoomId room, Instant now) {
        return CHAT_BAN.STREAM_ID
                .eq(room.stream().value())
                .and(CHAT_BAN.TENANT.eq(room.tenant()))
                .and(CHAT_BAN.UNTIL.isNull().or(CHAT_BAN.UNTIL.gt(now)));
    }

    private static Condition moderatorOf(ChatRoomId room) {
        return CHAT_MODERATOR.STREAM_ID.eq(room.stream().value()).and(CHAT_MODERATOR.TENANT.eq(room.tenant()));
    }
}
