package dev.sluice.transcoder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between two stages. The producer waits when it is full, the consumer when it is empty; neither
 * polls. It owns what is inside: aborting disposes of it.
 *
 * @param <T> items; each goes to exactly one consumer
 */
final class StageQueue<T> {
    private final int capacity;
    private final Consumer<T> dispose;
    private final ArrayDeque<T> items;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;
    private boolean aborted;

    StageQueue(int capacity, Consumer<T> dispose) {
        this.capacity = capacity;
        this.dispose = dispose;
        this.items = new ArrayDeque<>(capacity);
    }

    /** Waits for room. Disposes of the item when the queue is aborted or ended. */
    void put(T item) {
        lock.lock();
        try {
            while (items.size() >= capacity && !ended && !aborted) {
                changed.awaitUninterruptibly();
            }
            if (!aborted && !ended) {
                items.add(item);
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        dispose.accept(item);
    }

    /** Waits for an item, which the caller then owns; null when there will be none. */
    @Nullable
    T take() {
        lock.lock();
        try {
            while (items.isEmpty() && !ended && !aborted) {
                changed.awaitUninterruptibly();
            }
            T item = items.poll();
            changed.signalAll();
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** No more items will come; those inside are still taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops both sides at once. */
    void abort() {
        List<T> left;
        lock.lock();
        try {
            aborted = true;
            left = new ArrayList<>(items);
            items.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(dispose);
    }

    boolean isAborted() {
        lock.lock();
        try {
            return aborted;
        } finally {
            lock.unlock();
        }
    }
}
