package dev.sluice.engine.asset;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The subtitles of assets in the database. Safe for threads; blocks. */
public interface SubtitleRepository {
    /**
     * Changes the subtitles of an asset, one change of an asset at a time over all nodes: the row says so after
     * {@code change} has written the manifests. What no subtitle names any more is removed from the store after a
     * while.
     *
     * @param change called within the transaction; what it throws undoes everything
     * @return the asset as it is then; empty when it is not there to be managed, and {@code change} was not called
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> change(Viewpoint viewpoint, AssetId id, SubtitleChange change, Instant now)
            throws SubtitleException, ObjectStoreException;

    /** Decides on new subtitles, and writes what names them. */
    @FunctionalInterface
    interface SubtitleChange {
        /**
         * @param asset as it is, and nobody else changes its subtitles
         * @return all subtitles that it has from now on
         */
        List<AssetSubtitle> apply(AssetRecord asset) throws SubtitleException, ObjectStoreException;
    }
}
