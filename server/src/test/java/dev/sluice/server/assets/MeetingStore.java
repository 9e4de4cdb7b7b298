package dev.sluice.server.assets;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in which the first writers of an object wait for each other. Safe for threads. */
final class MeetingStore implements ObjectStore {
    private static final int PATIENCE_SECONDS = 30;

    private final ObjectStore store;
    private final String name;
    private final int writers;
    private final CyclicBarrier meeting;
    private final AtomicInteger came = new AtomicInteger();

    /**
     * @param name how the object's key ends
     * @param whileTheyWait done once all are there, before any of them goes on
     */
    MeetingStore(ObjectStore store, String name, int writers, Runnable whileTheyWait) {
        this.store = store;
        this.name = name;
        this.writers = writers;
        this.meeting = new CyclicBarrier(writers, whileTheyWait);
    }

    /** How often the object was written. */
    int writes() {
        return came.get();
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        if (key.endsWith(name) && came.incrementAndGet() <= writers) {
            try {
                meeting.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new AssertionError("the others did not come", e);
            }
        }
        store.put(key, body, metadata);
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        return store.head(key);
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        return store.read(key, offsetBytes, lengthBytes);
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
