package dev.sluice.vod.local;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetPage;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one asset of a local job, for its steps. Nobody looks at it from outside and nobody manages it: to every
 * viewpoint it is not there. Safe for threads.
 */
final class LocalAsset implements AssetRepository {
    private volatile AssetRecord asset;

    LocalAsset(NewAsset asset, Instant now) {
        this.asset = new AssetRecord(
                asset.id(),
                asset.owner(),
                asset.details(),
                asset.fileName(),
                asset.sourceKey(),
                asset.sourceBytes(),
                /* sourceJson= */ null,
                AssetStatus.PROCESSING,
                /* failure= */ null,
                /* output= */ null,
                new AssetFigures(0, 0, 0, 0),
                /* version= */ 1,
                now,
                now,
                /* readyAt= */ null);
    }

    AssetId id() {
        return asset.id();
    }

    AssetRecord record() {
        return asset;
    }

    synchronized void describe(String sourceJson) {
        change(sourceJson, asset.status(), asset.failure(), asset.output(), asset.updatedAt());
    }

    synchronized void fail(Failure failure, Instant now) {
        change(asset.sourceJson(), AssetStatus.FAILED, failure, asset.output(), now);
    }

    synchronized void ready(AssetOutput output, Instant now) {
        change(asset.sourceJson(), AssetStatus.READY, asset.failure(), output, now);
    }

    private void change(
            @Nullable String sourceJson,
            AssetStatus status,
            @Nullable Failure failure,
            @Nullable AssetOutput output,
            Instant now) {
        asset = new AssetRecord(
                asset.id(),
                asset.owner(),
                asset.details(),
                asset.fileName(),
                asset.sourceKey(),
                asset.sourceBytes(),
                sourceJson,
                status,
                failure,
                output,
                asset.figures(),
                asset.version() + 1,
                asset.createdAt(),
                now,
                status == AssetStatus.READY ? now : asset.readyAt());
    }

    @Override
    public Optional<AssetRecord> find(AssetId id) {
        return id.equals(asset.id()) ? Optional.of(asset) : Optional.empty();
    }

    @Override
    public Optional<AssetRecord> find(Viewpoint viewpoint, AssetId id) {
        return Optional.empty();
    }

    @Override
    public AssetPage list(AssetQuery query) {
        return new AssetPage(List.of(), 0);
    }

    @Override
    public Optional<AssetRecord> update(
            Viewpoint viewpoint, AssetId id, AssetDetails details, long expectedVersion, Instant now) {
        return Optional.empty();
    }

    @Override
    public boolean delete(Viewpoint viewpoint, AssetId id, Instant now) {
        return false;
    }

    @Override
    public boolean like(AssetId id, String who, Instant now) {
        return false;
    }

    @Override
    public void addView(AssetId id, long watchSeconds, boolean completed) {
        throw new UnsupportedOperationException("nobody views the asset of a local job through this process");
    }

    @Override
    public boolean retry(Viewpoint viewpoint, AssetId id, Instant now) {
        return false;
    }
}
