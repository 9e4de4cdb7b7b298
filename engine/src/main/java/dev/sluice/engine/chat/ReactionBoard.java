package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatRoomId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reactions that wait to be told, added up by room and emoji. Guarded by its own lock. */
final class ReactionBoard {
    static final int MAX_KINDS = 10_000;

    private final Map<Kind, ReactionBurst> waiting = new LinkedHashMap<>();

    /** @return false when too many different ones wait */
    synchronized boolean add(ChatRoomId room, String emoji, String userName) {
        Kind kind = new Kind(room, emoji);
        ReactionBurst before = waiting.get(kind);
        if (before == null && waiting.size() >= MAX_KINDS) {
            return false;
        }
        waiting.put(kind, new ReactionBurst(room, emoji, before == null ? 1 : before.count() + 1, userName));
        return true;
    }

    synchronized List<ReactionBurst> takeAll() {
        List<ReactionBurst> taken = new ArrayList<>(waiting.values());
        waiting.clear();
        return taken;
    }

    private record Kind(ChatRoomId room, String emoji) {}
}
