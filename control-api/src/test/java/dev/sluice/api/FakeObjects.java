package dev.sluice.api;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects in memory. Insists on virtual threads, and remembers the largest read that was asked of it. */
final class FakeObjects implements ObjectStore {
    private record Entry(Payload bytes, ObjectMetadata metadata) {}

    static final Instant MODIFIED = Instant.parse("2025-10-01T15:00:02Z");

    final AtomicInteger largestRead = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger heads = new AtomicInteger();
    volatile boolean lost;
    volatile int readsUntilGone = Integer.MAX_VALUE;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (Payload piece : body) {
                piece.writeTo(bytes);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        entries.put(key, new Entry(Payload.wrap(bytes.toByteArray()), metadata));
    }

    void putText(String key, String text) {
        Payload body = Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
        put(key, List.of(body), new ObjectMetadata("text/plain", "public, max-age=60"));
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        check();
        heads.incrementAndGet();
        return Optional.ofNullable(entries.get(key))
                .map(entry -> new StoredObject(key, entry.bytes().sizeBytes(), MODIFIED, entry.metadata()));
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        check();
        largestRead.accumulateAndGet(lengthBytes, Math::max);
        if (reads.incrementAndGet() > readsUntilGone) {
            return Optional.empty();
        }
        return Optional.ofNullable(entries.get(key)).map(entry -> {
            int length = (int) Math.min(lengthBytes, entry.bytes().sizeBytes() - offsetBytes);
            byte[] part = new byte[length];
            entry.bytes().buffer().slice((int) offsetBytes, length).get(part);
            return Payload.wrap(part);
        });
    }

    @Override
    public void delete(String key) {
        entries.remove(key);
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) {
        throw new UnsupportedOperationException("the API lists nothing");
    }

    @Override
    public void check() throws ObjectStoreException {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a blocking call on " + Thread.currentThread());
        }
        if (lost) {
            throw new ObjectStoreException("bucket unreachable", /* retryable= */ true, new IOException("test"));
        }
    }
}
