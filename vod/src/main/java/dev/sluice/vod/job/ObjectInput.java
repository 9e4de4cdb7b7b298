package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.io.Payload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An object as a file to read: a block at a time, so that the many small reads of a demuxer become few requests. Used
 * by one thread at a time.
 */
final class ObjectInput implements SeekableInput {
    static final int BLOCK_BYTES = 2 << 20;

    private final ObjectStore store;
    private final String key;
    private final long sizeBytes;
    private Payload block = Payload.EMPTY;
    private long blockOffsetBytes;

    private ObjectInput(ObjectStore store, String key, long sizeBytes) {
        this.store = store;
        this.key = key;
        this.sizeBytes = sizeBytes;
    }

    /** @throws IOException when the store does not answer, or has no such object */
    static ObjectInput open(ObjectStore store, String key) throws IOException {
        try {
            long sizeBytes = store.head(key)
                    .orElseThrow(() -> new FileNotFoundException("the source is not in the store: " + key))
                    .sizeBytes();
            return new ObjectInput(store, key, sizeBytes);
        } catch (ObjectStoreException away) {
            throw new IOException(away.getMessage(), away);
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) throws IOException {
        if (offsetBytes >= sizeBytes) {
            return -1;
        }
        boolean inBlock = offsetBytes >= blockOffsetBytes && offsetBytes < blockOffsetBytes + block.sizeBytes();
        if (!inBlock) {
            block = fetch(offsetBytes);
            blockOffsetBytes = offsetBytes;
        }
        int from = (int) (offsetBytes - blockOffsetBytes);
        int count = Math.min(target.remaining(), block.sizeBytes() - from);
        target.put(block.buffer().slice(from, count));
        return count;
    }

    private Payload fetch(long offsetBytes) throws IOException {
        int length = (int) Math.min(BLOCK_BYTES, sizeBytes - offsetBytes);
        try {
            Payload read = store.read(key, offsetBytes, length)
                    .orElseThrow(() -> new FileNotFoundException("the source went away: " + key));
            if (read.isEmpty()) {
                throw new IOException("the store gave no bytes of " + key + " at " + offsetBytes);
            }
            return read;
        } catch (ObjectStoreException away) {
            throw new IOException(away.getMessage(), away);
        }
    }
}
