package dev.sluice.vod.testing;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what is read of another store, and how much at once. Safe for threads. */
public final class CountingStore implements ObjectStore {
    private final ObjectStore store;
    private final List<String> reads = new ArrayList<>();
    private int open;
    private int mostOpen;
    private int heldUntilOpen;
    private @Nullable ObjectStoreException failure;

    public CountingStore(ObjectStore store) {
        this.store = store;
    }

    /** Reads do not return before so many are open; from then on none waits. */
    public synchronized void holdUntilOpen(int count) {
        heldUntilOpen = count;
    }

    public synchronized void failWith(ObjectStoreException why) {
        failure = why;
    }

    /** Keys, in the order in which they were read. */
    public synchronized List<String> reads() {
        return List.copyOf(reads);
    }

    public synchronized int mostOpen() {
        return mostOpen;
    }

    public synchronized int open() {
        return open;
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        enter(key);
        try {
            return store.read(key, offsetBytes, lengthBytes);
        } finally {
            leave();
        }
    }

    private synchronized void enter(String key) throws ObjectStoreException {
        if (failure != null) {
            throw failure;
        }
        reads.add(key);
        open++;
        mostOpen = Math.max(mostOpen, open);
        notifyAll();
        try {
            while (mostOpen < heldUntilOpen) {
                wait();
            }
        } catch (InterruptedException stopped) {
            open--;
            Thread.currentThread().interrupt();
            throw new ObjectStoreException("interrupted", true, stopped);
        }
    }

    private synchronized void leave() {
        open--;
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        store.put(key, body, metadata);
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        return store.head(key);
    }

    @Override
    public void delete(String key) throws ObjectStoreException {
        store.delete(key);
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws ObjectStoreException {
        return store.list(prefix, startAfter, limit);
    }

    @Override
    public void check() throws ObjectStoreException {
        store.check();
    }
}
