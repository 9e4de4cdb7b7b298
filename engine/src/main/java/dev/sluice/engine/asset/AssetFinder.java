package dev.sluice.engine.asset;

import java.util.Optional;

/** Assets as the server itself finds them, whoever owns them. Safe for threads; blocks. */
public interface AssetFinder {
    /** @throws dev.sluice.engine.port.RepositoryException when the database cannot answer in time */
    Optional<AssetRecord> find(AssetId id);
}
