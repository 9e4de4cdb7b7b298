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
 * Writes an object of any size with little memory: whole when it is small, else in parts, the first of them last, so
 * that a header may come last too. The object is there once {@link #finish} has returned, and not at all before. Call
 * order: {@code write* finish? close}. One thread at a time.
 */
final class ObjectWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);
    /** Enough for 10 000 parts to make 160 GB. */
    private static final int PART_BYTES = 16 << 20;

    private static final int FIRST_PART = 1;

    private final ObjectStore objects;
    private final MultipartObjects parts;
    private final String key;
    private final ObjectMetadata metadata;
    private final List<PartReceipt> receipts = new ArrayList<>();
    /** The beginning, kept until the end. */
    private final List<Payload> first = new ArrayList<>();

    private final List<Payload> pending = new ArrayList<>();
    private long firstBytes;
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
        sizeBytes += bytes.sizeBytes();
        if (firstBytes < MultipartObjects.MIN_PART_BYTES) {
            first.add(bytes);
            firstBytes += bytes.sizeBytes();
            return;
        }
        pending.add(bytes);
        pendingBytes += bytes.sizeBytes();
        if (pendingBytes >= PART_BYTES) {
            putPart();
        }
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void finish() throws ObjectStoreException {
        finish(Payload.EMPTY);
    }

    /** @param header goes before all that was written */
    void finish(Payload header) throws ObjectStoreException {
        first.addFirst(header);
        String id = multipartId;
        if (id == null) {
            first.addAll(pending);
            objects.put(key, first, metadata);
        } else {
            if (pendingBytes > 0) {
                putPart();
            }
            receipts.addFirst(parts.putPart(key, id, FIRST_PART, MultipartObjects.UNKNOWN_OFFSET, first));
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
        receipts.add(
                parts.putPart(key, id, FIRST_PART + 1 + receipts.size(), MultipartObjects.UNKNOWN_OFFSET, pending));
        pending.clear();
        pendingBytes = 0;
    }
}
