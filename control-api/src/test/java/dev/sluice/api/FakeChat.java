package dev.sluice.api;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Chat rooms in memory. Insists on being called on virtual threads, as the real ones do. */
final class FakeChat implements ChatRepository {
    private final Map<ChatRoomId, Room> rooms = new HashMap<>();

    private static final class Room {
        private Optional<ChatSettings> settings = Optional.empty();
        private final List<ChatMessage> messages = new ArrayList<>();
        private final List<ChatChange> changes = new ArrayList<>();
        private final Map<String, ChatBan> bans = new LinkedHashMap<>();
        private final Map<String, ChatModerator> moderators = new LinkedHashMap<>();
        private final Map<String, Instant> lastMessageAt = new HashMap<>();
        private long sequence;
    }

    private Room room(ChatRoomId id) {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a blocking call on " + Thread.currentThread());
        }
        return rooms.computeIfAbsent(id, unknown -> new Room());
    }

    @Override
    public synchronized Optional<ChatSettings> settings(ChatRoomId room) {
        return room(room).settings;
    }

    @Override
    public synchronized void saveSettings(ChatRoomId room, ChatSettings settings) {
        room(room).settings = Optional.of(settings);
    }

    @Override
    public synchronized ChatStanding standing(ChatRoomId id, String userId, Instant now) {
        Room room = room(id);
        return new ChatStanding(
                room.settings,
                room.moderators.containsKey(userId),
                Optional.ofNullable(room.bans.get(userId)).filter(ban -> inForce(ban, now)),
                Optional.ofNullable(room.lastMessageAt.get(userId)));
    }

    @Override
    public synchronized Optional<ChatMessage> append(NewChatMessage message) {
        Room room = room(message.room());
        Instant last = room.lastMessageAt.get(message.authorId());
        if (message.notSince() != null && last != null && last.isAfter(message.notSince())) {
            return Optional.empty();
        }
        ChatMessage kept = new ChatMessage(
                message.room(),
                ++room.sequence,
                message.id(),
                message.authorId(),
                message.authorName(),
                message.text(),
                message.createdAt());
        room.messages.add(kept);
        room.changes.add(new ChatChange.Posted(kept));
        room.lastMessageAt.put(message.authorId(), message.createdAt());
        return Optional.of(kept);
    }

    @Override
    public synchronized Optional<ChatMessage> find(ChatRoomId room, UUID id) {
        return room(room).messages.stream()
                .filter(message -> message.id().equals(id))
                .findFirst();
    }

    @Override
    public synchronized OptionalLong delete(ChatRoomId id, UUID messageId, String by, Instant now) {
        Room room = room(id);
        if (!room.messages.removeIf(message -> message.id().equals(messageId))) {
            return OptionalLong.empty();
        }
        room.changes.removeIf(change -> change instanceof ChatChange.Posted posted
                && posted.message().id().equals(messageId));
        room.changes.add(new ChatChange.Deleted(id, ++room.sequence, messageId));
        return OptionalLong.of(room.sequence);
    }

    @Override
    public synchronized List<ChatMessage> before(ChatRoomId room, long sequence, int offset, int limit) {
        return room(room).messages.stream()
                .filter(message -> message.sequence() < sequence)
                .sorted(Comparator.comparingLong(ChatMessage::sequence).reversed())
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<ChatMessage> after(ChatRoomId room, long sequence, int limit) {
        return room(room).messages.stream()
                .filter(message -> message.sequence() > sequence)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long countShown(ChatRoomId room) {
        return room(room).messages.size();
    }

    @Override
    public synchronized long newest(ChatRoomId room) {
        return room(room).sequence;
    }

    @Override
    public synchronized List<ChatChange> changesAfter(ChatRoomId room, long sequence, int limit) {
        return room(room).changes.stream()
                .filter(change -> change.sequence() > sequence)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void ban(ChatRoomId room, ChatBan ban) {
        room(room).bans.put(ban.userId(), ban);
    }

    @Override
    public synchronized boolean unban(ChatRoomId room, String userId) {
        return room(room).bans.remove(userId) != null;
    }

    @Override
    public synchronized List<ChatBan> bans(ChatRoomId room, Instant now, int offset, int limit) {
        return room(room).bans.values().stream()
                .filter(ban -> inForce(ban, now))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long countBans(ChatRoomId room, Instant now) {
        return room(room).bans.values().stream()
                .filter(ban -> inForce(ban, now))
                .count();
    }

    @Override
    public synchronized void addModerator(ChatRoomId room, ChatModerator moderator) {
        room(room).moderators.putIfAbsent(moderator.userId(), moderator);
    }

    @Override
    public synchronized boolean removeModerator(ChatRoomId room, String userId) {
        return room(room).moderators.remove(userId) != null;
    }

    @Override
    public synchronized List<ChatModerator> moderators(ChatRoomId room, int offset, int limit) {
        return room(room).moderators.values().stream().skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized long countModerators(ChatRoomId room) {
        return room(room).moderators.size();
    }

    @Override
    public void addReactions(ChatRoomId room, long count) {}

    @Override
    public synchronized long countMessages(StreamId stream) {
        return rooms.entrySet().stream()
                .filter(room -> room.getKey().stream().equals(stream))
                .mapToLong(room -> room.getValue().messages.size())
                .sum();
    }

    @Override
    public long countAuthors(StreamId stream) {
        return 0;
    }

    private static boolean inForce(ChatBan ban, Instant now) {
        return ban.until() == null || ban.until().isAfter(now);
    }
}
