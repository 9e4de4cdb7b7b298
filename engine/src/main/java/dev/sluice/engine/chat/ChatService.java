package dev.sluice.engine.chat;

import dev.sluice.engine.chat.ChatRefusedException.Reason;
import dev.sluice.engine.port.ChatBan;
import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.ChatModerator;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import dev.sluice.engine.port.ChatStanding;
import dev.sluice.engine.port.NewChatMessage;
import dev.sluice.engine.port.NodeSignals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What users do in chat rooms, under the rules. Every method blocks (database) and is called on virtual threads only;
 * {@link #flushReactions} is to be called about once a second. Who may see a room is for the caller to know.
 */
public final class ChatService {
    private static final double REACTIONS_PER_SECOND = 5;
    private static final int REACTION_BURST = 20;

    private final ChatRepository repository;
    private final ChatRooms rooms;
    private final NodeSignals signals;
    private final ChatLimits limits;
    private final InstantSource clock;
    private final UserRates messageRates;
    private final UserRates reactionRates;
    private final RecentSettings recent;
    private final ReactionBoard reactions = new ReactionBoard();

    public ChatService(
            ChatRepository repository, ChatRooms rooms, NodeSignals signals, ChatLimits limits, InstantSource clock) {
        this.repository = repository;
        this.rooms = rooms;
        this.signals = signals;
        this.limits = limits;
        this.clock = clock;
        this.recent = new RecentSettings(clock);
        this.messageRates = new UserRates(limits.messagesPerSecond(), limits.burst(), clock);
        this.reactionRates = new UserRates(REACTIONS_PER_SECOND, REACTION_BURST, clock);
    }

    /** Keeps a message and tells everybody in the room. */
    public ChatMessage post(ChatPlace place, ChatUser user, String text) throws ChatRefusedException {
        checkRate(messageRates.take(place.room().tenant(), user.id()));
        Instant now = clock.instant();
        ChatStanding standing = repository.standing(place.room(), user.id(), now);
        ChatSettings settings = standing.settings().orElse(limits.fresh());
        checkMayWrite(place, settings, standing);
        String message = ChatRules.message(text, settings.maxLength());
        boolean slow = settings.slowModeSeconds() > 0 && !user.manages() && !standing.moderator();
        Duration slowMode = Duration.ofSeconds(settings.slowModeSeconds());
        Optional<ChatMessage> kept = repository.append(new NewChatMessage(
                place.room(),
                UUID.randomUUID(),
                user.id(),
                user.name(),
                message,
                now,
                slow ? now.minus(slowMode) : null));
        if (kept.isEmpty()) {
            Instant last = standing.lastMessageAt().orElse(now);
            throw new ChatRefusedException(
                    Reason.TOO_FAST,
                    "Slow mode: one message in " + settings.slowModeSeconds() + " seconds.",
                    Math.max(1, Duration.between(now, last.plus(slowMode)).toMillis()));
        }
        rooms.changed(new ChatChange.Posted(kept.get()));
        return kept.get();
    }

    /**
     * Takes a message away: its author's right, and the moderators'.
     *
     * @return false when there is no such message
     */
    public boolean delete(ChatPlace place, ChatUser user, UUID messageId) throws ChatRefusedException {
        Optional<ChatMessage> message = repository.find(place.room(), messageId);
        if (message.isEmpty()) {
            return false;
        }
        if (!message.get().authorId().equals(user.id())) {
            checkModerates(place, user);
        }
        OptionalLong sequence = repository.delete(place.room(), messageId, user.id(), clock.instant());
        if (sequence.isPresent()) {
            rooms.changed(new ChatChange.Deleted(place.room(), sequence.getAsLong(), messageId));
        }
        return sequence.isPresent();
    }

    /** Counts a reaction, told with others of its second. */
    public void react(ChatPlace place, ChatUser user, String emoji) throws ChatRefusedException {
        checkRate(reactionRates.take(place.room().tenant(), user.id()));
        String valid = ChatRules.emoji(emoji);
        ChatStanding standing = repository.standing(place.room(), user.id(), clock.instant());
        checkMayWrite(place, standing.settings().orElse(limits.fresh()), standing);
        if (!reactions.add(place.room(), valid, user.name())) {
            throw new ChatRefusedException(Reason.TOO_FAST, "Too many different reactions wait.", 1000);
        }
    }

    /** Tells the reactions since the last call, and counts them. */
    public void flushReactions() {
        for (ReactionBurst burst : reactions.takeAll()) {
            rooms.reacted(burst);
            signals.send(ChatRooms.REACTIONS_TOPIC, SignalFields.burst(burst));
            repository.addReactions(burst.room(), burst.count());
        }
    }

    public ChatSettings settings(ChatRoomId room) {
        return repository.settings(room).orElse(limits.fresh());
    }

    /** The same to be shown: a change on another node is seen within two seconds. */
    public ChatSettings recentSettings(ChatRoomId room) {
        return recent.get(room, () -> settings(room));
    }

    public ChatSettings changeSettings(ChatPlace place, ChatUser user, ChatSettings settings)
            throws ChatRefusedException {
        checkModerates(place, user);
        repository.saveSettings(place.room(), settings);
        recent.changed(place.room());
        return settings;
    }

    /** @param duration null for good */
    public ChatBan ban(
            ChatPlace place, ChatUser user, String banned, @Nullable String reason, @Nullable Duration duration)
            throws ChatRefusedException {
        checkModerates(place, user);
        if (banned.equals(user.id())) {
            throw new ChatRefusedException(Reason.INVALID, "Nobody bans themselves.");
        }
        Instant now = clock.instant();
        ChatBan ban = new ChatBan(banned, reason, user.id(), now, duration == null ? null : now.plus(duration));
        repository.ban(place.room(), ban);
        return ban;
    }

    /** @return false when there was no ban */
    public boolean unban(ChatPlace place, ChatUser user, String banned) throws ChatRefusedException {
        checkModerates(place, user);
        return repository.unban(place.room(), banned);
    }

    public ChatModerator addModerator(ChatPlace place, ChatUser user, String moderator) throws ChatRefusedException {
        checkManages(user);
        ChatModerator added = new ChatModerator(moderator, user.id(), clock.instant());
        repository.addModerator(place.room(), added);
        return added;
    }

    /** @return false when they were none */
    public boolean removeModerator(ChatPlace place, ChatUser user, String moderator) throws ChatRefusedException {
        checkManages(user);
        return repository.removeModerator(place.room(), moderator);
    }

    public void checkModerates(ChatPlace place, ChatUser user) throws ChatRefusedException {
        if (!user.manages()
                && !repository
                        .standing(place.room(), user.id(), clock.instant())
                        .moderator()) {
            throw new ChatRefusedException(Reason.FORBIDDEN, "Only moderators of this chat may do this.");
        }
    }

    private static void checkManages(ChatUser user) throws ChatRefusedException {
        if (!user.manages()) {
            throw new ChatRefusedException(Reason.FORBIDDEN, "Only those who manage the stream may do this.");
        }
    }

    private static void checkRate(long waitMs) throws ChatRefusedException {
        if (waitMs > 0) {
            long seconds = (waitMs + 999) / 1000;
            throw new ChatRefusedException(
                    Reason.TOO_FAST, "Rate limit exceeded. Try again in " + seconds + " seconds.", waitMs);
        }
    }

    private static void checkMayWrite(ChatPlace place, ChatSettings settings, ChatStanding standing)
            throws ChatRefusedException {
        if (place.readOnly()) {
            throw new ChatRefusedException(Reason.READ_ONLY, "The stream has ended; its chat can only be read.");
        }
        if (!settings.enabled()) {
            throw new ChatRefusedException(Reason.DISABLED, "Chat is turned off for this stream.");
        }
        if (standing.ban().isPresent()) {
            Instant until = standing.ban().get().until();
            throw new ChatRefusedException(
                    Reason.BANNED, "You are banned from this chat" + (until == null ? "." : " until " + until + "."));
        }
    }
}
