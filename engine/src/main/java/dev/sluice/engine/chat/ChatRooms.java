package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.NodeSignals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that somebody at this node listens to. Changes made here are told at once, those of other nodes when their
 * signal comes, and what was missed while no signals came is read anew. Safe for threads; reading runs on virtual
 * threads, never on the signals' own.
 */
public final class ChatRooms implements NodeSignals.Listener {
    static final String REACTIONS_TOPIC = "reactions";
    private static final Logger log = LoggerFactory.getLogger(ChatRooms.class);

    private final ChatRepository repository;
    private final List<ChatListener> listeners = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private final Map<ChatRoomId, Held> rooms = new HashMap<>();
    private final Map<String, Integer> tenants = new HashMap<>();

    public ChatRooms(ChatRepository repository) {
        this.repository = repository;
    }

    /** Hears of every open room, until the end of the server. */
    public void listen(ChatListener listener) {
        listeners.add(listener);
    }

    /** From now on the room's changes are told. Blocks. Each call needs a {@link #close} of its own. */
    public void open(ChatRoomId room) {
        Held held;
        boolean first;
        synchronized (this) {
            Held there = rooms.get(room);
            first = there == null;
            held = there == null ? new Held(newFeed(room)) : there;
            held.holders++;
            rooms.put(room, held);
        }
        try {
            if (first) {
                held.feed.begin(repository.newest(room));
                held.begun.complete(null);
            } else {
                held.begun.join(); // What is written after this returns is told, to the second opener too.
            }
        } catch (RuntimeException failure) {
            held.begun.completeExceptionally(failure);
            close(room);
            throw failure instanceof CompletionException && failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : failure;
        }
    }

    public synchronized void close(ChatRoomId room) {
        Held held = rooms.get(room);
        if (held != null && --held.holders <= 0 && !tenants.containsKey(room.tenant())) {
            rooms.remove(room);
        }
    }

    /** From now on the changes of all the tenant's rooms are told. */
    public synchronized void openAll(String tenant) {
        tenants.merge(tenant, 1, Integer::sum);
    }

    public synchronized void closeAll(String tenant) {
        if (tenants.merge(tenant, -1, Integer::sum) <= 0) {
            tenants.remove(tenant);
            rooms.entrySet().removeIf(entry -> entry.getKey().tenant().equals(tenant) && entry.getValue().holders <= 0);
        }
    }

    /** A change was made here and is in the database. May block. */
    void changed(ChatChange change) {
        RoomFeed feed = feedFor(change.room(), change.sequence());
        if (feed != null) {
            feed.advance(change.sequence(), change);
        }
    }

    void reacted(ReactionBurst burst) {
        listeners.forEach(listener -> listener.onReactions(burst));
    }

    @Override
    public void onSignal(String topic, String text) {
        if (topic.equals(REACTIONS_TOPIC)) {
            reacted(SignalFields.parseBurst(text));
        } else if (topic.equals(ChatRepository.TOPIC)) {
            SignalFields.Change change = SignalFields.parseChange(text);
            RoomFeed feed = feedFor(change.room(), change.sequence());
            if (feed != null) {
                later(change.room(), () -> feed.advance(change.sequence(), null));
            }
        }
    }

    @Override
    public void onConnected() {
        Map<ChatRoomId, Held> open;
        synchronized (this) {
            open = Map.copyOf(rooms);
        }
        open.forEach((room, held) -> later(room, held.feed::catchUp));
    }

    private synchronized @Nullable RoomFeed feedFor(ChatRoomId room, long sequence) {
        Held held = rooms.get(room);
        if (held == null && tenants.containsKey(room.tenant())) {
            held = new Held(newFeed(room));
            held.feed.begin(sequence - 1); // Nothing is wanted yet, so nothing is read here.
            held.begun.complete(null);
            rooms.put(room, held);
        }
        return held == null ? null : held.feed;
    }

    private RoomFeed newFeed(ChatRoomId room) {
        return new RoomFeed(room, repository, change -> listeners.forEach(listener -> listener.onChange(change)));
    }

    private static void later(ChatRoomId room, Runnable work) {
        Thread.ofVirtual().name("chat-room").start(() -> {
            try {
                work.run();
            } catch (RuntimeException failure) { // The edge of a thread; the next change of the room reads again.
                log.warn("Chat of stream {} is behind: {}", room.stream(), failure.toString());
            }
        });
    }

    private static final class Held {
        private final RoomFeed feed;
        private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        private int holders;

        Held(RoomFeed feed) {
            this.feed = feed;
        }
    }
}
