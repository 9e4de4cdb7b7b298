package dev.sluice.engine.testing;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Objects in memory; puts may be told to fail or to hang. Safe for threads. */
public final class FakeObjectStore implements ObjectStore {
    private final TreeMap<String, StoredObject> objects = new TreeMap<>();
    private final List<String> attempts = new ArrayList<>();
    private final List<String> puts = new ArrayList<>();
    private int failures;
    private boolean retryable = true;
    private int lists;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** The next puts fail. */
    public synchronized void failPuts(int count, boolean worthRetrying) {
        failures = count;
        retryable = worthRetrying;
    }

    /** Every put waits from now on until the gate is counted down. */
    public CountDownLatch hang() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public synchronized void add(String key, Instant lastModified) {
        objects.put(key, new StoredObject(key, 1, lastModified, new ObjectMetadata("video/mp4", "")));
    }

    /** Keys of every put that began, in order. */
    public synchronized List<String> attempts() {
        return List.copyOf(attempts);
    }

    /** Keys of every put that worked, in order. */
    public synchronized List<String> puts() {
        return List.copyOf(puts);
    }

    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** How many pages were asked for. */
    public synchronized int lists() {
        return lists;
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        synchronized (this) {
            attempts.add(key);
        }
        awaitGate();
        synchronized (this) {
            if (failures > 0) {
                failures--;
                throw new ObjectStoreException("refused", retryable, new IOException("refused"));
            }
            puts.add(key);
            long size = body.stream().mapToLong(Payload::sizeBytes).sum();
            objects.put(key, new StoredObject(key, size, Instant.EPOCH, metadata));
        }
    }

    private void awaitGate() {
        try {
            if (!gate.await(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public synchronized Optional<StoredObject> head(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) {
        throw new UnsupportedOperationException("the engine does not read objects");
    }

    @Override
    public synchronized void delete(String key) {
        objects.remove(key);
    }

    @Override
    public synchronized List<StoredObject> list(String prefix, String startAfter, int limit) {
        lists++;
        return objects.tailMap(startAfter, /* inclusive= */ false).values().stream()
                .filter(object -> object.key().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    public void check() {
        // Always well.
    }
}
