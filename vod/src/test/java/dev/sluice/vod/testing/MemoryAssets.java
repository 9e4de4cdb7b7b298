package dev.sluice.vod.testing;

import dev.sluice.engine.asset.AssetFinder;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The assets of a job: its own, and the one that it is made of. */
public final class MemoryAssets implements AssetFinder {
    private final List<Supplier<AssetRecord>> assets;

    public MemoryAssets(Supplier<AssetRecord> own) {
        this.assets = List.of(own);
    }

    public MemoryAssets(Supplier<AssetRecord> own, Supplier<AssetRecord> source) {
        this.assets = List.of(own, source);
    }

    @Override
    public Optional<AssetRecord> find(AssetId id) {
        return assets.stream()
                .map(Supplier::get)
                .filter(found -> found.id().equals(id))
                .findFirst();
    }
}
