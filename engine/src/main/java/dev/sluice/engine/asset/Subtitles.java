package dev.sluice.engine.asset;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.Optional;

/** Changes the subtitles of assets that play. Safe for threads; blocks. */
public interface Subtitles {
    /** No film has more text than this. */
    int MAX_FILE_BYTES = 4 << 20;

    /**
     * Adds subtitles, in place of all that the asset has of the same language and kind, wherever those are from. Who
     * plays it from then on is offered them.
     *
     * @return the asset; empty when it is not there to be managed
     * @throws SubtitleException when they are refused
     * @throws ObjectStoreException when the store did not take them; nothing has changed
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, NewSubtitle subtitle, Instant now)
            throws SubtitleException, ObjectStoreException;

    /**
     * Removes all subtitles of a language.
     *
     * @return the asset; empty when it is not there to be managed
     * @throws SubtitleException when there are none
     * @throws ObjectStoreException when the store did not take the manifests; nothing has changed
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, String language, Instant now)
            throws SubtitleException, ObjectStoreException;
}
