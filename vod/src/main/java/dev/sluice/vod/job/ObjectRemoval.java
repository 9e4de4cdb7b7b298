package dev.sluice.vod.job;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.port.UnfinishedObject;
import java.time.InstantSource;
import java.util.List;

/** Removes everything beneath a prefix, half-made objects included. Safe for threads. */
final class ObjectRemoval {
    private static final int PAGE = 500;

    private final ObjectStore objects;
    private final MultipartObjects parts;
    private final InstantSource clock;

    ObjectRemoval(ObjectStore objects, MultipartObjects parts, InstantSource clock) {
        this.objects = objects;
        this.parts = parts;
        this.clock = clock;
    }

    /** Doing it again does no harm. */
    void remove(String keyPrefix) throws ObjectStoreException {
        List<UnfinishedObject> unfinished = parts.unfinished(keyPrefix, clock.instant(), PAGE);
        for (UnfinishedObject object : unfinished) {
            parts.abort(object.key(), object.multipartId());
        }
        List<StoredObject> found;
        do {
            found = objects.list(keyPrefix, "", PAGE);
            for (StoredObject object : found) {
                objects.delete(object.key());
            }
        } while (found.size() == PAGE);
    }
}
