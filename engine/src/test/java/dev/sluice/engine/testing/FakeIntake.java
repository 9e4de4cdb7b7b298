package dev.sluice.engine.testing;

import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.asset.NewAsset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Assets that were taken in, each id once. Safe for threads. */
public final class FakeIntake implements AssetIntake {
    private final Map<Object, NewAsset> assets = new LinkedHashMap<>();
    private int calls;

    @Override
    public synchronized void accept(NewAsset asset) {
        calls++;
        assets.putIfAbsent(asset.id(), asset);
    }

    public synchronized List<NewAsset> assets() {
        return new ArrayList<>(assets.values());
    }

    public synchronized int calls() {
        return calls;
    }
}
