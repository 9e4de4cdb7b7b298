package dev.sluice.api.ws;

import dev.sluice.engine.chat.ChatListener;
import dev.sluice.engine.chat.ChatRooms;
import dev.sluice.engine.chat.ReactionBurst;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.events.Event;
import dev.sluice.events.EventFeed;
import dev.sluice.events.Subscription;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All sockets of this node, by what they listen to. Whatever happens is written out once and offered to those whom it
 * concerns; offering never waits. One pulse a second for all of them ({@link #tick}) stands in for timers of their own.
 * Safe for threads.
 */
public final class SocketHub implements ChatListener, AutoCloseable {
    static final int HEARTBEAT_TICKS = 30;
    private static final int SLOTS = 60;

    private final int maxConnections;
    private final int authenticationTicks;
    private final ChatRooms rooms;
    private final ViewerStats viewers;
    private final Counter slow;
    private final Subscription subscription;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicLong ticks = new AtomicLong();
    private final Map<Topic, Set<SocketSession>> topics = new ConcurrentHashMap<>();
    private final Map<Integer, Set<SocketSession>> slots = new ConcurrentHashMap<>();
    private final Map<SocketSession, Long> strangers = new ConcurrentHashMap<>();
    private final Map<Topic, Long> counts = new HashMap<>(); // Of the thread that ticks.

    public SocketHub(
            SocketSettings settings, ChatRooms rooms, ViewerStats viewers, EventFeed feed, MeterRegistry meters) {
        this.maxConnections = settings.maxConnections();
        this.authenticationTicks =
                Math.toIntExact(settings.authenticationTimeout().toSeconds());
        this.rooms = rooms;
        this.viewers = viewers;
        this.slow = meters.counter("sluice.websocket.slow");
        meters.gauge("sluice.websocket.clients", open);
        rooms.listen(this);
        subscription = feed.subscribe(this::onEvent);
    }

    /** @return false when there are too many */
    boolean admit() {
        if (open.incrementAndGet() > maxConnections) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** An admitted connection did not become a socket. */
    void unadmit() {
        open.decrementAndGet();
    }

    void enter(SocketSession session) {
        session.slot(Math.floorMod(arrivals.getAndIncrement(), SLOTS));
        slots.computeIfAbsent(session.slot(), none -> ConcurrentHashMap.newKeySet())
                .add(session);
        strangers.put(session, ticks.get() + authenticationTicks + 1);
    }

    void known(SocketSession session) {
        strangers.remove(session);
    }

    /** The socket is closed. May block. */
    void leave(SocketSession session) {
        Set<SocketSession> slot = slots.get(session.slot());
        if (slot != null && slot.remove(session)) {
            open.decrementAndGet();
        }
        strangers.remove(session);
        session.dropAll(this);
    }

    void tooSlow() {
        slow.increment();
    }

    /** Called by the session, for a topic that it does not have yet. Blocks. */
    void join(SocketSession session, Topic topic) {
        switch (topic.kind()) {
            case STREAM, CHAT -> rooms.open(roomOf(topic));
            case ALL_CHAT -> rooms.openAll(topic.tenant());
            case VIDEO, EVENTS, USER -> {}
        }
        topics.compute(topic, (same, there) -> {
            Set<SocketSession> listening = there == null ? ConcurrentHashMap.newKeySet() : there;
            listening.add(session);
            return listening;
        });
    }

    /** Called by the session, once for each {@link #join}. */
    void part(SocketSession session, Topic topic) {
        topics.computeIfPresent(topic, (same, listening) -> {
            listening.remove(session);
            return listening.isEmpty() ? null : listening;
        });
        switch (topic.kind()) {
            case STREAM, CHAT -> rooms.close(roomOf(topic));
            case ALL_CHAT -> rooms.closeAll(topic.tenant());
            case VIDEO, EVENTS, USER -> {}
        }
    }

    @Override
    public void onChange(ChatChange change) {
        toRoom(change.room(), Messages.chat(change));
    }

    @Override
    public void onReactions(ReactionBurst burst) {
        toRoom(burst.room(), Messages.reaction(burst));
    }

    private void toRoom(ChatRoomId room, OutMessage message) {
        Topic stream = Topic.stream(room);
        Topic chat = Topic.chat(room);
        listening(stream).forEach(session -> session.offer(message));
        listening(chat).stream()
                .filter(session -> !session.listensTo(stream))
                .forEach(session -> session.offer(message));
        listening(Topic.allChat(room.tenant())).stream()
                .filter(session -> !session.listensTo(stream) && !session.listensTo(chat))
                .forEach(session -> session.offer(message));
    }

    private void onEvent(Event event) {
        EventForms forms = new EventForms(event);
        Topic all = Topic.events(event.tenant());
        listening(all).forEach(session -> session.gate().onEvent(forms));
        if (forms.isOfStream() || forms.isOfVideo()) {
            Topic.Kind kind = forms.isOfStream() ? Topic.Kind.STREAM : Topic.Kind.VIDEO;
            listening(new Topic(kind, event.tenant(), event.objectId())).stream()
                    .filter(session -> !session.listensTo(all))
                    .forEach(session -> session.gate().onEvent(forms));
        }
    }

    /** To all sockets of a user at this node. */
    void toUser(String tenant, String userId, OutMessage message) {
        listening(Topic.user(tenant, userId)).forEach(session -> session.offer(message));
    }

    /** The videos that somebody watches at this node. */
    List<Topic> videos() {
        return topics.keySet().stream()
                .filter(topic -> topic.kind() == Topic.Kind.VIDEO)
                .toList();
    }

    /** To all who watch the video at this node. */
    void toVideo(Topic video, OutMessage message) {
        listening(video).forEach(session -> session.offer(message));
    }

    /** Once a second, by one thread: heartbeats, latecomers, viewer counts. Does not block. */
    public void tick() {
        long now = ticks.incrementAndGet();
        inSlot(now % HEARTBEAT_TICKS).forEach(SocketSession::heartbeat);
        inSlot(now % HEARTBEAT_TICKS + HEARTBEAT_TICKS).forEach(SocketSession::heartbeat);
        strangers.forEach((session, deadline) -> {
            if (now >= deadline) {
                session.isLate();
            }
        });
        pushViewerCounts();
    }

    /** Once a second, by one thread: proves the credentials of a sixtieth of the sockets again. Blocks. */
    public void checkCredentials() {
        inSlot(ticks.get() % SLOTS).forEach(SocketSession::proveAgain);
    }

    private void pushViewerCounts() {
        topics.forEach((topic, listening) -> {
            if (topic.kind() == Topic.Kind.STREAM) {
                long count = viewers.current(StreamId.parse(topic.name()));
                Long before = counts.put(topic, count);
                if (before != null && before != count) {
                    OutMessage message = Messages.viewerCount(topic.name(), count);
                    listening.forEach(session -> session.offer(message));
                }
            }
        });
        counts.keySet().retainAll(topics.keySet());
    }

    private Set<SocketSession> inSlot(long slot) {
        return slots.getOrDefault((int) slot, Set.of());
    }

    private Set<SocketSession> listening(Topic topic) {
        return topics.getOrDefault(topic, Set.of());
    }

    private static ChatRoomId roomOf(Topic topic) {
        return new ChatRoomId(topic.tenant(), StreamId.parse(topic.name()));
    }

    /** Hears of no more events. The sockets are the HTTP server's to close. */
    @Override
    public void close() {
        subscription.close();
    }
}
