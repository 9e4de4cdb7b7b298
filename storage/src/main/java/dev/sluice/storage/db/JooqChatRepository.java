package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.CHAT_AUTHOR;
import static dev.sluice.storage.db.generated.Tables.CHAT_MESSAGE;
import static dev.sluice.storage.db.generated.Tables.CHAT_ROOM;

import dev.sluice.engine.chat.SignalFields;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatBan;
import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.ChatModerator;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import dev.sluice.engine.port.ChatStanding;
import dev.sluice.engine.port.NewChatMessage;
import dev.sluice.engine.port.RepositoryException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Chat rooms. A change takes the room's next number under the lock of the room's row and keeps that lock until it is
 * committed, so numbers become readable in their order; the signal to the other nodes is sent by the same commit.
 */
final class JooqChatRepository implements ChatRepository {
    private final DSLContext sql;
    private final SignalChannel signals;
    private final ChatPeople people;

    JooqChatRepository(DSLContext sql, SignalChannel signals) {
        this.sql = sql;
        this.signals = signals;
        this.people = new ChatPeople(sql);
    }

    @Override
    public Optional<ChatSettings> settings(ChatRoomId room) {
        return Statements.run("read the chat settings of stream " + room.stream(), () -> settingsOf(room));
    }

    @Override
    public void saveSettings(ChatRoomId room, ChatSettings settings) {
        Statements.run("change the chat settings of stream " + room.stream(), () -> sql.insertInto(CHAT_ROOM)
                .set(CHAT_ROOM.STREAM_ID, room.stream().value())
                .set(CHAT_ROOM.TENANT, room.tenant())
                .set(CHAT_ROOM.ENABLED, settings.enabled())
                .set(CHAT_ROOM.SLOW_MODE_SECONDS, settings.slowModeSeconds())
                .set(CHAT_ROOM.MAX_LENGTH, settings.maxLength())
                .onConflict(CHAT_ROOM.STREAM_ID)
                .doUpdate()
                .set(CHAT_ROOM.ENABLED, settings.enabled())
                .set(CHAT_ROOM.SLOW_MODE_SECONDS, settings.slowModeSeconds())
                .set(CHAT_ROOM.MAX_LENGTH, settings.maxLength())
                .where(CHAT_ROOM.TENANT.eq(room.tenant()))
                .execute());
    }

    @Override
    public ChatStanding standing(ChatRoomId room, String userId, Instant now) {
        return Statements.run(
                "look up a user of the chat of stream " + room.stream(),
                () -> new ChatStanding(
                        settingsOf(room),
                        people.isModerator(room, userId),
                        people.banOf(room, userId, now),
                        people.lastMessageAt(room, userId)));
    }

    @Override
    public Optional<ChatMessage> append(NewChatMessage message) {
        return Statements.run(
                "keep a chat message of stream " + message.room().stream(),
                () -> sql.transactionResult(transaction -> append(transaction.dsl(), message)));
    }

    private Optional<ChatMessage> append(DSLContext tx, NewChatMessage message) {
        ChatRoomId room = message.room();
        long sequence = nextSequence(tx, room);
        Optional<Long> written = countForAuthor(tx, message);
        if (written.isEmpty()) {
            // Only the room's number was taken: give it back, the row is still locked.
            tx.update(CHAT_ROOM)
                    .set(CHAT_ROOM.LAST_SEQUENCE, CHAT_ROOM.LAST_SEQUENCE.minus(1))
                    .where(isRoom(room))
                    .execute();
            return Optional.empty();
        }
        tx.update(CHAT_ROOM)
                .set(CHAT_ROOM.MESSAGES, CHAT_ROOM.MESSAGES.plus(1))
                .set(CHAT_ROOM.AUTHORS, CHAT_ROOM.AUTHORS.plus(written.get() == 1 ? 1 : 0))
                .where(isRoom(room))
                .execute();
        ChatMessage kept = tx.insertInto(CHAT_MESSAGE)
                .set(CHAT_MESSAGE.STREAM_ID, room.stream().value())
                .set(CHAT_MESSAGE.TENANT, room.tenant())
                .set(CHAT_MESSAGE.SEQUENCE, sequence)
                .set(CHAT_MESSAGE.ID, message.id())
                .set(CHAT_MESSAGE.AUTHOR_ID, message.authorId())
                .set(CHAT_MESSAGE.AUTHOR_NAME, message.authorName())
                .set(CHAT_MESSAGE.MESSAGE, message.text())
                .set(CHAT_MESSAGE.CREATED_AT, message.createdAt())
                .returning()
                .fetchSingle(row -> ChatRows.message(room, row));
        signals.notify(tx, TOPIC, SignalFields.change(room, sequence));
        return Optional.of(kept);
    }

    /** Locks the room until the end of the transaction. */
    private static long nextSequence(DSLContext tx, ChatRoomId room) {
        Long next = tx.insertInto(CHAT_ROOM)
                .set(CHAT_ROOM.STREAM_ID, room.stream().value())
                .set(CHAT_ROOM.TENANT, room.tenant())
                .set(CHAT_ROOM.LAST_SEQUENCE, 1L)
                .onConflict(CHAT_ROOM.STREAM_ID)
                .doUpdate()
                .set(CHAT_ROOM.LAST_SEQUENCE, CHAT_ROOM.LAST_SEQUENCE.plus(1))
                .where(CHAT_ROOM.TENANT.eq(room.tenant()))
                .returning(CHAT_ROOM.LAST_SEQUENCE)
                .fetchOne(CHAT_ROOM.LAST_SEQUENCE);
        if (next == null) {
            throw new RepositoryException(
                    "stream " + room.stream() + " is not this tenant's", new IllegalStateException("another tenant"));
        }
        return next;
    }

    /** How many messages the author has written in the room with this one; empty when slow mode forbids it. */
    private static Optional<Long> countForAuthor(DSLContext tx, NewChatMessage message) {
        Condition slowEnough =
                message.notSince() == null ? DSL.noCondition() : CHAT_AUTHOR.LAST_MESSAGE_AT.le(message.notSince());
        return tx.insertInto(CHAT_AUTHOR)
                .set(CHAT_AUTHOR.STREAM_ID, message.room().stream().value())
                .set(CHAT_AUTHOR.TENANT, message.room().tenant())
                .set(CHAT_AUTHOR.USER_ID, message.authorId())
                .set(CHAT_AUTHOR.MESSAGES, 1L)
                .set(CHAT_AUTHOR.LAST_MESSAGE_AT, message.createdAt())
                .onConflict(CHAT_AUTHOR.STREAM_ID, CHAT_AUTHOR.USER_ID)
                .doUpdate()
                .set(CHAT_AUTHOR.MESSAGES, CHAT_AUTHOR.MESSAGES.plus(1))
                .set(CHAT_AUTHOR.LAST_MESSAGE_AT, message.createdAt())
                .where(slowEnough.and(CHAT_AUTHOR.TENANT.eq(message.room().tenant())))
                .returning(CHAT_AUTHOR.MESSAGES)
                .fetchOptional(CHAT_AUTHOR.MESSAGES);
    }

    @Override
    public Optional<ChatMessage> find(ChatRoomId room, UUID id) {
        return Statements.run("find a chat message of stream " + room.stream(), () -> sql.selectFrom(CHAT_MESSAGE)
                .where(shownIn(room), CHAT_MESSAGE.ID.eq(id))
                .fetchOptional(row -> ChatRows.message(room, row)));
    }

    @Override
    public OptionalLong delete(ChatRoomId room, UUID id, String by, Instant now) {
        return Statements.run(
                "delete a chat message of stream " + room.stream(),
                () -> sql.transactionResult(transaction -> delete(transaction.dsl(), room, id, by, now)));
    }

    private OptionalLong delete(DSLContext tx, ChatRoomId room, UUID id, String by, Instant now) {
        long sequence = nextSequence(tx, room);
        int deleted = tx.update(CHAT_MESSAGE)
                .set(CHAT_MESSAGE.MESSAGE, "")
                .set(CHAT_MESSAGE.DELETION_SEQUENCE, sequence)
                .set(CHAT_MESSAGE.DELETED_BY, by)
                .set(CHAT_MESSAGE.DELETED_AT, now)
                .where(shownIn(room), CHAT_MESSAGE.ID.eq(id))
                .execute();
        tx.update(CHAT_ROOM)
                .set(CHAT_ROOM.LAST_SEQUENCE, CHAT_ROOM.LAST_SEQUENCE.minus(1 - deleted))
                .set(CHAT_ROOM.DELETED_MESSAGES, CHAT_ROOM.DELETED_MESSAGES.plus(deleted))
                .where(isRoom(room))
                .execute();
        if (deleted == 0) {
            return OptionalLong.empty();
        }
        signals.notify(tx, TOPIC, SignalFields.change(room, sequence));
        return OptionalLong.of(sequence);
    }

    @Override
    public List<ChatMessage> before(ChatRoomId room, long sequence, int offset, int limit) {
        return Statements.run("read the chat of stream " + room.stream(), () -> sql.selectFrom(CHAT_MESSAGE)
                .where(shownIn(room), CHAT_MESSAGE.SEQUENCE.lt(sequence))
                .orderBy(CHAT_MESSAGE.SEQUENCE.desc())
                .limit(limit)
                .offset(offset)
                .fetch(row -> ChatRows.message(room, row)));
    }

    @Override
    public List<ChatMessage> after(ChatRoomId room, long sequence, int limit) {
        return Statements.run("read the chat of stream " + room.stream(), () -> sql.selectFrom(CHAT_MESSAGE)
                .where(shownIn(room), CHAT_MESSAGE.SEQUENCE.gt(sequence))
                .orderBy(CHAT_MESSAGE.SEQUENCE.asc())
                .limit(limit)
                .fetch(row -> ChatRows.message(room, row)));
    }

    @Override
    public long countShown(ChatRoomId room) {
        return count(CHAT_ROOM.MESSAGES.minus(CHAT_ROOM.DELETED_MESSAGES), isRoom(room));
    }

    @Override
    public long newest(ChatRoomId room) {
        return count(CHAT_ROOM.LAST_SEQUENCE, isRoom(room));
    }

    @Override
    public List<ChatChange> changesAfter(ChatRoomId room, long sequence, int limit) {
        // Two index ranges rather than one condition over both columns.
        Field<Long> place = DSL.coalesce(CHAT_MESSAGE.DELETION_SEQUENCE, CHAT_MESSAGE.SEQUENCE);
        Condition posted = CHAT_MESSAGE.SEQUENCE.gt(sequence);
        Condition deletedSince = CHAT_MESSAGE.DELETION_SEQUENCE.gt(sequence).and(CHAT_MESSAGE.SEQUENCE.le(sequence));
        return Statements.run(
                "read the changes in the chat of stream " + room.stream(), () -> sql.selectFrom(CHAT_MESSAGE)
                        .where(inRoom(room), posted.or(deletedSince))
                        .orderBy(place.asc())
                        .limit(limit)
                        .fetch(row -> ChatRows.change(room, row)));
    }

    @Override
    public void ban(ChatRoomId room, ChatBan ban) {
        people.ban(room, ban);
    }

    @Override
    public boolean unban(ChatRoomId room, String userId) {
        return people.unban(room, userId);
    }

    @Override
    public List<ChatBan> bans(ChatRoomId room, Instant now, int offset, int limit) {
        return people.bans(room, now, offset, limit);
    }

    @Override
    public long countBans(ChatRoomId room, Instant now) {
        return people.countBans(room, now);
    }

    @Override
    public void addModerator(ChatRoomId room, ChatModerator moderator) {
        people.addModerator(room, moderator);
    }

    @Override
    public boolean removeModerator(ChatRoomId room, String userId) {
        return people.removeModerator(room, userId);
    }

    @Override
    public List<ChatModerator> moderators(ChatRoomId room, int offset, int limit) {
        return people.moderators(room, offset, limit);
    }

    @Override
    public long countModerators(ChatRoomId room) {
        return people.countModerators(room);
    }

    @Override
    public void addReactions(ChatRoomId room, long reactions) {
        Statements.run("count reactions of stream " + room.stream(), () -> sql.insertInto(CHAT_ROOM)
                .set(CHAT_ROOM.STREAM_ID, room.stream().value())
                .set(CHAT_ROOM.TENANT, room.tenant())
                .set(CHAT_ROOM.REACTIONS, reactions)
                .onConflict(CHAT_ROOM.STREAM_ID)
                .doUpdate()
                .set(CHAT_ROOM.REACTIONS, CHAT_ROOM.REACTIONS.plus(reactions))
                .where(CHAT_ROOM.TENANT.eq(room.tenant()))
                .execute());
    }

    @Override
    public long countMessages(StreamId stream) {
        return count(CHAT_ROOM.MESSAGES, CHAT_ROOM.STREAM_ID.eq(stream.value()));
    }

    @Override
    public long countAuthors(StreamId stream) {
        return count(CHAT_ROOM.AUTHORS, CHAT_ROOM.STREAM_ID.eq(stream.value()));
    }

    private long count(Field<Long> figure, Condition room) {
        return Statements.run("read a chat room's figures", () -> sql.select(figure)
                .from(CHAT_ROOM)
                .where(room)
                .fetchOptional(figure)
                .orElse(0L));
    }

    private Optional<ChatSettings> settingsOf(ChatRoomId room) {
        Record row = sql.selectFrom(CHAT_ROOM).where(isRoom(room)).fetchOne();
        return ChatRows.settings(row);
    }

    private static Condition isRoom(ChatRoomId room) {
        return CHAT_ROOM.STREAM_ID.eq(room.stream().value()).and(CHAT_ROOM.TENANT.eq(room.tenant()));
    }

    private static Condition inRoom(ChatRoomId room) {
        return CHAT_MESSAGE.STREAM_ID.eq(room.stream().value()).and(CHAT_MESSAGE.TENANT.eq(room.tenant()));
    }

    private static Condition shownIn(ChatRoomId room) {
        return inRoom(room).and(CHAT_MESSAGE.DELETION_SEQUENCE.isNull());
    }
}
