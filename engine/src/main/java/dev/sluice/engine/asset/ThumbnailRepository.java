package dev.sluice.engine.asset;

import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which picture stands for an asset, in the database. Safe for threads; blocks. */
public interface ThumbnailRepository {
    /**
     * What came of a change.
     *
     * @param asset as it is then
     * @param before name of the picture that was set before; null when it was the film's own
     */
    record Change(AssetRecord asset, @Nullable String before) {}

    /**
     * The asset, when it is there to be managed.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId id);

    /**
     * Has another picture stand for an asset. Of two changes at once the later one holds. A picture that was set before
     * is removed from the store after a while. Nothing changes when the asset does not play, or already has the film's
     * own picture and is to have it.
     *
     * @param objectName beneath the asset's prefix, never used before; null for the film's own
     * @return empty when the asset is not there to be managed
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<Change> replace(Viewpoint viewpoint, AssetId id, @Nullable String objectName, Instant now);
}
