package dev.sluice.vod.testing;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetPage;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The one asset of a job. */
public final class MemoryAssets implements AssetRepository {
    private final Supplier<AssetRecord> asset;

    public MemoryAssets(Supplier<AssetRecord> asset) {
        this.asset = asset;
    }

    @Override
    public Optional<AssetRecord> find(AssetId id) {
        return Optional.of(asset.get()).filter(found -> found.id().equals(id));
    }

    @Override
    public Optional<AssetRecord> find(Viewpoint viewpoint, AssetId id) {
        return find(id);
    }

    @Override
    public AssetPage list(AssetQuery query) {
        return new AssetPage(List.of(asset.get()), 1);
    }

    @Override
    public Optional<AssetRecord> update(
            Viewpoint viewpoint, AssetId id, AssetDetails details, long expectedVersion, Instant now) {
        throw new UnsupportedOperationException("jobs do not change details");
    }

    @Override
    public boolean delete(Viewpoint viewpoint, AssetId id, Instant now) {
        throw new UnsupportedOperationException("jobs do not delete assets");
    }

    @Override
    public boolean like(AssetId id, String who, Instant now) {
        throw new UnsupportedOperationException("jobs like nothing");
    }

    @Override
    public void addView(AssetId id, long watchSeconds, boolean completed) {
        throw new UnsupportedOperationException("jobs view nothing");
    }

    @Override
    public boolean retry(Viewpoint viewpoint, AssetId id, Instant now) {
        throw new UnsupportedOperationException("jobs do not retry themselves");
    }
}
