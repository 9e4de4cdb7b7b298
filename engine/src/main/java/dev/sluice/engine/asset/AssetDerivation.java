package dev.sluice.engine.asset;

import java.time.Instant;

/** Makes assets of media that is there already. Safe for threads; blocks. */
public interface AssetDerivation {
    /**
     * Makes the asset, and the job that does it.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    AssetRecord derive(DerivedAsset asset, Instant now);
}
