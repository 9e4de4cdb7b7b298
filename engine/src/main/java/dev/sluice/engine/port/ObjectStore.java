package dev.sluice.engine.port;

import dev.sluice.media.io.Payload;
import java.util.List;
import java.util.Optional;

/**
 * Named, immutable-once-written objects: local files or S3. Keys are relative paths of {@code [A-Za-z0-9._-]} segments
 * joined by slashes; implementations refuse anything else. Every method blocks, is never called on an event loop, and
 * is safe for use by many threads.
 *
 * <p>A put is atomic: readers see the old object or the whole new one. It returns when the object is durable.
 */
public interface ObjectStore {
    void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException;

    /** Size and metadata, empty when there is no such object. */
    Optional<StoredObject> head(String key) throws ObjectStoreException;

    /**
     * Bytes of an object, empty when there is no such object.
     *
     * @param offsetBytes first byte wanted, below the object's size
     * @param lengthBytes how many, cut at the object's end
     */
    Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException;

    /** Deletes if present. */
    void delete(String key) throws ObjectStoreException;

    /**
     * Keys that start with the prefix, in lexical order, at most {@code limit}, after {@code startAfter} (empty for the
     * beginning).
     */
    List<StoredObject> list(String prefix, String startAfter, int limit) throws ObjectStoreException;

    /** Throws when the store cannot take objects now (bucket gone, disk full, access denied). For readiness checks. */
    void check() throws ObjectStoreException;
}
