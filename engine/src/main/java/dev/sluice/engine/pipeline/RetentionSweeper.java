package dev.sluice.engine.pipeline;

import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the stored files of live streams once they are older than the retention: only beneath {@code live/}, only
 * names that this engine gives, and never what the edge still offers. Blocks on the store; not safe for threads.
 */
public final class RetentionSweeper {
    static final int PAGE_SIZE = 1000;
    /** Bound on one sweep; the next goes on. */
    static final int MAX_DELETIONS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweeper.class);

    private final ObjectStore store;
    private final LiveEdge edge;
    private final StoreSettings settings;
    private final InstantSource clock;

    public RetentionSweeper(ObjectStore store, LiveEdge edge, StoreSettings settings, InstantSource clock) {
        this.store = store;
        this.edge = edge;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Deletes what is too old; stops early when the calling thread is interrupted.
     *
     * @return how many objects were deleted
     */
    public int sweep() throws ObjectStoreException {
        Instant oldest = clock.instant().minus(settings.retention());
        String after = "";
        int deleted = 0;
        while (deleted < MAX_DELETIONS && !Thread.currentThread().isInterrupted()) {
            List<StoredObject> page = store.list(StoreUploader.PREFIX, after, PAGE_SIZE);
            if (page.isEmpty()) {
                break;
            }
            for (StoredObject object : page) {
                if (object.lastModified().isBefore(oldest) && isOutdated(object.key())) {
                    store.delete(object.key());
                    deleted++;
                }
            }
            after = page.getLast().key();
        }
        if (deleted > 0) {
            LOG.info("{} stored files of live streams were past their retention and are deleted", deleted);
        }
        return deleted;
    }

    /** False for foreign names and for what players can still ask the edge for. */
    private boolean isOutdated(String key) {
        int slash = key.indexOf('/', StoreUploader.PREFIX.length());
        if (!key.startsWith(StoreUploader.PREFIX) || slash < 0) {
            return false;
        }
        StreamId id = streamId(key, slash);
        return id != null && edge.find(id, key.substring(slash + 1)).isEmpty();
    }

    private static @Nullable StreamId streamId(String key, int slash) {
        try {
            return StreamId.parse(key.substring(StoreUploader.PREFIX.length(), slash));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
