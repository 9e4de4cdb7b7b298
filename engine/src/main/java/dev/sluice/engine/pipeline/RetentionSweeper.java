package dev.sluice.engine.pipeline;

import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.port.StreamRepository;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the stored files of live streams once they are older than the retention: only beneath {@code live/}, only
 * names that this engine gives, and never what the edge still offers. Blocks on store and database; not safe for
 * threads.
 */
public final class RetentionSweeper {
    static final int PAGE_SIZE = 1000;
    /** Bound on one sweep; the next goes on. */
    static final int MAX_DELETIONS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweeper.class);

    private final ObjectStore store;
    private final LiveEdge edge;
    private final StreamRepository streams;
    private final StoreSettings settings;
    private final InstantSource clock;
    /** Found out in this sweep: each further question would cost a time-out. */
    private boolean databaseIsAway;

    public RetentionSweeper(
            ObjectStore store, LiveEdge edge, StreamRepository streams, StoreSettings settings, InstantSource clock) {
        this.store = store;
        this.edge = edge;
        this.streams = streams;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Deletes what is too old; stops early when the calling thread is interrupted. Thumbnails stay while the database
     * cannot be told that they go.
     *
     * @return how many objects were deleted
     */
    public int sweep() throws ObjectStoreException {
        Instant oldest = clock.instant().minus(settings.retention());
        String after = "";
        int deleted = 0;
        databaseIsAway = false;
        while (deleted < MAX_DELETIONS && !Thread.currentThread().isInterrupted()) {
            List<StoredObject> page = store.list(StoreUploader.PREFIX, after, PAGE_SIZE);
            if (page.isEmpty()) {
                break;
            }
            for (StoredObject object : page) {
                if (object.lastModified().isBefore(oldest) && delete(object.key())) {
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

    /** Does nothing, and says so, with foreign names and with what players can still ask the edge for. */
    private boolean delete(String key) throws ObjectStoreException {
        int slash = key.indexOf('/', StoreUploader.PREFIX.length());
        if (!key.startsWith(StoreUploader.PREFIX) || slash < 0) {
            return false;
        }
        StreamId id = streamId(key, slash);
        String path = key.substring(slash + 1);
        if (id == null || edge.find(id, path).isPresent()) {
            return false;
        }
        if (path.equals(PackagedObject.THUMBNAIL_PATH) && !takeFromRow(id)) {
            return false;
        }
        store.delete(key);
        return true;
    }

    /** Before the picture goes, so that no URL is given out of one that is gone. False when the database is away. */
    private boolean takeFromRow(StreamId id) {
        if (databaseIsAway) {
            return false;
        }
        try {
            streams.setThumbnail(id, /* present= */ false);
            return true;
        } catch (RepositoryException unreachable) {
            databaseIsAway = true;
            LOG.warn("old thumbnails stay until the next sweep: {}", unreachable.getMessage());
            return false;
        }
    }

    private static @Nullable StreamId streamId(String key, int slash) {
        try {
            return StreamId.parse(key.substring(StoreUploader.PREFIX.length(), slash));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
