package dev.sluice.api.viewers;

import java.util.LinkedHashMap;

/**
 * The viewers of one stream. Two maps in order of last sight: who watches now, and who was here within the last minute
 * and would continue the same session. Every operation is O(1) amortised. Guarded by its own lock.
 */
final class Audience {
    static final long ACTIVE_MS = 10_000;
    static final long SESSION_MS = 60_000;

    private final int maxViewers;
    private final LinkedHashMap<Long, Long> lastSeenOfActive = new LinkedHashMap<>();
    private final LinkedHashMap<Long, Long> lastSeenOfAway = new LinkedHashMap<>();
    private long peak;
    private long total;

    Audience(int maxViewers) {
        this.maxViewers = maxViewers;
    }

    synchronized void seen(long viewer, long nowMs) {
        expire(nowMs);
        boolean known = lastSeenOfActive.remove(viewer) != null || lastSeenOfAway.remove(viewer) != null;
        if (!known) {
            total++;
        }
        lastSeenOfActive.put(viewer, nowMs);
        if (lastSeenOfActive.size() > maxViewers) {
            lastSeenOfActive.pollFirstEntry();
        }
        peak = Math.max(peak, lastSeenOfActive.size());
    }

    synchronized long current(long nowMs) {
        expire(nowMs);
        return lastSeenOfActive.size();
    }

    synchronized long peak() {
        return peak;
    }

    synchronized long total() {
        return total;
    }

    private void expire(long nowMs) {
        var eldest = lastSeenOfActive.firstEntry();
        while (eldest != null && nowMs - eldest.getValue() >= ACTIVE_MS) {
            lastSeenOfActive.pollFirstEntry();
            lastSeenOfAway.put(eldest.getKey(), eldest.getValue());
            eldest = lastSeenOfActive.firstEntry();
        }
        var away = lastSeenOfAway.firstEntry();
        while (away != null && (nowMs - away.getValue() >= SESSION_MS || lastSeenOfAway.size() > maxViewers)) {
            lastSeenOfAway.pollFirstEntry();
            away = lastSeenOfAway.firstEntry();
        }
    }
}
