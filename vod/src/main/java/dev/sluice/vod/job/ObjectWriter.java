package dev.sluice.vod.job;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an object of any size with little memory: whole when it is small, else in parts. The object is there once
 * {@link #finish} has returned, and not at all before. Call order: {@code write* finish? close}. One thread at a time.
 */
final class ObjectWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);
    /** Enough for 10 000 parts to make 160 GB. */
    private static final int PART_BYTES = 16 << 20;

    private final ObjectStore objects;
    private final MultipartObjects parts;
    private final String key;
    private final ObjectMetadata metadata;
    private final List<PartReceipt> receipts = new ArrayList<>();
    private final List<Payload> pending = new ArrayList<>();
    private long pendingBytes;
    private long sizeBytes;
    private @Nullable String multipartId;
    private boolean finished;

    ObjectWriter(ObjectStore objects, MultipartObjects parts, String key, ObjectMetadata metadata) {
        this.objects = objects;
        this.parts = parts;
        this.key = key;
        this.metadata = metadata;
    }

    void write(Payload bytes) throws ObjectStoreException {
        pending.add(bytes);
        pendingBytes += bytes.sizeBytes();
        sizeBytes += bytes.sizeBytes();
        if (pendingBytes >= PART_BYTES) {
            putPart();
        }
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void finish() throws ObjectStoreException {
        String id = multipartId;
        if (id == null) {
            objects.put(key, pending, metadata);
        } else {
            if (pendingBytes > 0) {
                putPart();
            }
            parts.complete(key, id, receipts);
        }
        finished = true;
    }

    /** Leaves nothing behind of what was not finished, as far as the store can be reached. */
    @Override
    public void close() {
        String id = multipartId;
        if (id != null && !finished) {
            try {
                parts.abort(key, id);
            } catch (ObjectStoreException away) {
                LOG.warn("Parts of {} are left for the sweep: {}", key, away.getMessage());
            }
        }
    }

    private void putPart() throws ObjectStoreException {
        String id = multipartId;
        if (id == null) {
            id = parts.begin(key, metadata);
            multipartId = id;
        }
        receipts.add(parts.putPart(key, id, receipts.size() + 1, pending));
        pending.clear();
        pendingBytes = 0;
    }
}
