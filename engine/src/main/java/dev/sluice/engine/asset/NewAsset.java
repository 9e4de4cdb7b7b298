package dev.sluice.engine.asset;

import dev.sluice.engine.port.Owner;
import org.jspecify.annotations.Nullable;

/**
 * A whole file that is to become an asset.
 *
 * @param id of the upload; the same id twice is the same asset
 * @param fileName as its owner calls it; null when not told
 * @param sourceKey of the object with the file
 */
public record NewAsset(
        AssetId id,
        Owner owner,
        AssetDetails details,
        @Nullable String fileName,
        String sourceKey,
        long sourceBytes) {}
