package dev.sluice.packager;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Files that no playlist names any more, until players can no longer ask for them. Time is the stream's own: it stands
 * still while no media comes. Guarded by the publisher's lock.
 */
final class ExpiryQueue {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::expiresAtUs).thenComparingLong(Entry::order));
    private long order;

    private record Entry(String path, long expiresAtUs, long order) {}

    void add(String path, long expiresAtUs) {
        entries.add(new Entry(path, expiresAtUs, order++));
    }

    /** Takes out what has expired, oldest first. */
    Queue<String> poll(long nowUs) {
        Queue<String> expired = new ArrayDeque<>();
        for (Entry next = entries.peek(); next != null && next.expiresAtUs() <= nowUs; next = entries.peek()) {
            expired.add(next.path());
            entries.poll();
        }
        return expired;
    }
}
