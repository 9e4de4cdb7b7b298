package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the object store holds of a stream. Safe for threads. */
public final class StoredMedia {
    private static final Logger LOG = LoggerFactory.getLogger(StoredMedia.class);

    private final ObjectStore store;

    public StoredMedia(ObjectStore store) {
        this.store = store;
    }

    /** Deletes it all on a thread of its own. What that cannot delete goes with the retention. */
    public void deleteInBackground(StreamId id) {
        Thread.ofVirtual().name("delete-" + id).start(() -> {
            try {
                LOG.info("stream {}: deleted, with {} stored files", id, delete(id));
            } catch (ObjectStoreException unreachable) {
                LOG.warn(
                        "stream {}: its stored files stay until their retention is over: {}",
                        id,
                        unreachable.getMessage());
            }
        });
    }

    /** Blocks on the store. Returns how many objects were deleted. */
    int delete(StreamId id) throws ObjectStoreException {
        String prefix = StoreUploader.PREFIX + id + "/";
        int deleted = 0;
        List<StoredObject> page = store.list(prefix, "", RetentionSweeper.PAGE_SIZE);
        while (!page.isEmpty()) {
            for (StoredObject object : page) {
                store.delete(object.key());
                deleted++;
            }
            page = store.list(prefix, page.getLast().key(), RetentionSweeper.PAGE_SIZE);
        }
        return deleted;
    }
}
