package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Chat rooms in the database; a stream's room comes into being with the first thing that is written in it. Every method
 * blocks and is called on virtual threads only; every method throws {@link RepositoryException} when the database
 * cannot answer in time. The tenant of the room's id is part of every statement.
 *
 * <p>Messages and deletions of a room are numbered in one sequence, without gaps and in the order in which they can be
 * read: a reader that remembers the last number misses nothing. Each of them tells the other nodes in its own
 * transaction ({@link NodeSignals}, topic {@value #TOPIC}).
 */
public interface ChatRepository {
    String TOPIC = "chat";

    /** Empty when the room has none of its own. */
    Optional<ChatSettings> settings(ChatRoomId room);

    void saveSettings(ChatRoomId room, ChatSettings settings);

    ChatStanding standing(ChatRoomId room, String userId, Instant now);

    /** @return empty when slow mode forbids it */
    Optional<ChatMessage> append(NewChatMessage message);

    /** Deleted messages are not found. */
    Optional<ChatMessage> find(ChatRoomId room, UUID id);

    /** @return the deletion's sequence; empty when there is no such message any more */
    OptionalLong delete(ChatRoomId room, UUID id, String by, Instant now);

    /** Newest first, those with a lower sequence only. */
    List<ChatMessage> before(ChatRoomId room, long sequence, int offset, int limit);

    /** Oldest first, those with a higher sequence only. */
    List<ChatMessage> after(ChatRoomId room, long sequence, int limit);

    /** Messages that are shown. */
    long countShown(ChatRoomId room);

    /** The newest change's sequence, 0 when there is none. */
    long newest(ChatRoomId room);

    /** Oldest first. A message that was deleted since is only there as a deletion. */
    List<ChatChange> changesAfter(ChatRoomId room, long sequence, int limit);

    /** Puts a ban in the place of an older one. */
    void ban(ChatRoomId room, ChatBan ban);

    /** @return false when there was none */
    boolean unban(ChatRoomId room, String userId);

    /** Those in force, newest first. */
    List<ChatBan> bans(ChatRoomId room, Instant now, int offset, int limit);

    long countBans(ChatRoomId room, Instant now);

    /** Idempotent. */
    void addModerator(ChatRoomId room, ChatModerator moderator);

    /** @return false when they were none */
    boolean removeModerator(ChatRoomId room, String userId);

    /** Newest first. */
    List<ChatModerator> moderators(ChatRoomId room, int offset, int limit);

    long countModerators(ChatRoomId room);

    void addReactions(ChatRoomId room, long count);

    /** Messages ever written in a stream's room. Cheap: kept as a count. */
    long countMessages(StreamId stream);

    /** Users that ever wrote in a stream's room. Cheap: kept as a count. */
    long countAuthors(StreamId stream);
}
