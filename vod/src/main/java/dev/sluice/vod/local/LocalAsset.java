package dev.sluice.vod.local;

import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetFinder;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.NewAsset;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one asset of a local job, for its steps. Nobody looks at it from outside and nobody manages it: to every
 * viewpoint it is not there. Safe for threads.
 */
final class LocalAsset implements AssetFinder {
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
}
