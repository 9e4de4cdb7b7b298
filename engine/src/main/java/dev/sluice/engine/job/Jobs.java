package dev.sluice.engine.job;

import dev.sluice.engine.asset.AssetId;
import java.util.Optional;

/** What is known of jobs. Blocks; safe for threads. */
public interface Jobs {
    /**
     * The newest job of an asset.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time
     */
    Optional<JobRecord> newest(AssetId asset);
}
