package dev.sluice.api.edge;

import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What the store said of objects that never change, so that a player's many ranges of one file are one question each
 * and not two. Holds the latest used {@value #MAX_OBJECTS}. Blocks; safe for use by many threads.
 */
final class KnownHeads {
    static final int MAX_OBJECTS = 4096;

    private final ObjectStore store;
    private final LinkedHashMap<String, StoredObject> known = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    KnownHeads(ObjectStore store) {
        this.store = store;
    }

    /** Empty when there is no such object. One that is known may have been deleted since. */
    Optional<StoredObject> head(String key) throws ObjectStoreException {
        synchronized (known) {
            StoredObject object = known.get(key);
            if (object != null) {
                return Optional.of(object);
            }
        }
        Optional<StoredObject> found = store.head(key);
        found.filter(object -> object.metadata().cacheControl().endsWith(EdgeFile.IMMUTABLE))
                .ifPresent(this::keep);
        return found;
    }

    private void keep(StoredObject object) {
        synchronized (known) {
            known.put(object.key(), object);
            if (known.size() > MAX_OBJECTS) {
                known.pollFirstEntry();
            }
        }
    }
}
