package dev.sluice.engine.asset;

import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The subtitles of assets in the database. Safe for threads; blocks. */
public interface SubtitleRepository {
    /**
     * The asset, when it is there to be managed.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId id);

    /**
     * Gives an asset other subtitles, unless somebody else did in the meantime. What no subtitle names any more is
     * removed from the store after a while.
     *
     * @param before what it is expected to have now
     * @param after all that it has from then on
     * @return the asset as it is then; empty when it has others than expected, or is not there to be managed
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<AssetRecord> replace(
            Viewpoint viewpoint, AssetId id, List<AssetSubtitle> before, List<AssetSubtitle> after, Instant now);
}
