package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Settings of rooms as they were read within {@link #MAX_AGE}, for answers that only show them; what decides whether a
 * message is taken is always read anew. A change on this node is seen at once, one on another node within that time.
 * Safe for many threads.
 */
final class RecentSettings {
    static final Duration MAX_AGE = Duration.ofSeconds(2);
    static final int MAX_ROOMS = 10_000;

    private final InstantSource clock;
    private final Map<ChatRoomId, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private record Entry(ChatSettings settings, Instant readAt) {
        boolean holds(Instant now) {
            return !now.isBefore(readAt) && now.isBefore(readAt.plus(MAX_AGE));
        }
    }

    RecentSettings(InstantSource clock) {
        this.clock = clock;
    }

    /** @param read may block */
    ChatSettings get(ChatRoomId room, Supplier<ChatSettings> read) {
        Instant now = clock.instant();
        Entry known = entries.get(room);
        if (known != null && known.holds(now)) {
            return known.settings();
        }
        long changesBefore = changes.get();
        Entry loaded = new Entry(read.get(), now);
        if (entries.size() >= MAX_ROOMS) {
            entries.values().removeIf(entry -> !entry.holds(now));
        }
        if (entries.size() < MAX_ROOMS) {
            entries.put(room, loaded);
            if (changes.get() != changesBefore) { // What was read may be from before the change.
                entries.remove(room);
            }
        }
        return loaded.settings();
    }

    /** To be called once the change can be read. */
    void changed(ChatRoomId room) {
        changes.incrementAndGet();
        entries.remove(room);
    }
}
