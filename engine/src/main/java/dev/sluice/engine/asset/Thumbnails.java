package dev.sluice.engine.asset;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.media.io.Payload;
import java.time.Instant;
import java.util.Optional;

/** Changes the pictures that stand for assets that play. Safe for threads; blocks. */
public interface Thumbnails {
    int MAX_FILE_BYTES = 10 << 20;
    int MAX_PIXELS = 40_000_000;

    /**
     * Has a picture of somebody's own stand for an asset, in place of the film's and of any set before.
     *
     * @param picture JPEG, PNG or WebP, unchecked, at most {@link #MAX_FILE_BYTES}; never kept as it is
     * @return the asset; empty when it is not there to be managed
     * @throws ThumbnailRefusal when it is refused
     * @throws ObjectStoreException when the store did not take it; nothing has changed
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, Payload picture, Instant now)
            throws ThumbnailRefusal, ObjectStoreException;

    /**
     * Gives an asset the film's own picture back.
     *
     * @return the asset; empty when it is not there to be managed
     * @throws ThumbnailRefusal when no other was set
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, Instant now) throws ThumbnailRefusal;
}
