package dev.sluice.engine.asset;

import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * Assets in the database. Every method blocks and is called on virtual threads or workers; every method throws
 * {@link dev.sluice.engine.port.RepositoryException} when the database cannot answer in time.
 */
public interface AssetRepository extends AssetFinder {
    /** Empty when there is none, or whoever looks may not know of it. */
    Optional<AssetRecord> find(Viewpoint viewpoint, AssetId id);

    AssetPage list(AssetQuery query);

    /**
     * Changes what the platform says of an asset.
     *
     * @param expectedVersion that the change was made from
     * @return the new row; empty when it is not there to be managed, or is at another version
     */
    Optional<AssetRecord> update(
            Viewpoint viewpoint, AssetId id, AssetDetails details, long expectedVersion, Instant now);

    /**
     * Deletes an asset, whatever its state, with the jobs that work on it, and has its objects removed. False when it
     * is not there to be managed.
     */
    boolean delete(Viewpoint viewpoint, AssetId id, Instant now);

    /** Counts one like of each who likes it. False when they had liked it before. */
    boolean like(AssetId id, String who, Instant now);

    /** Counts a view. */
    void addView(AssetId id, long watchSeconds, boolean completed);

    /**
     * Has a failed asset processed again, from its source.
     *
     * @return false when it is not there to be managed, or has not failed
     */
    boolean retry(Viewpoint viewpoint, AssetId id, Instant now);
}
