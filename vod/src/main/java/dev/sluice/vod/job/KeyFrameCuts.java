package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.ClipCuts;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.vod.publish.IndexStore;
import java.util.Optional;

/** As the step of a clip decides, so that what is said beforehand is what comes. Safe for threads. */
public final class KeyFrameCuts implements ClipCuts {
    private final IndexStore indexes;

    public KeyFrameCuts(ObjectStore objects) {
        this.indexes = new IndexStore(objects);
    }

    @Override
    public Optional<Stretch> atKeyFrames(AssetId video, long startUs, long endUs) throws ObjectStoreException {
        return indexes.read(video)
                .map(index -> ClipRendition.of(index).getFirst())
                .flatMap(reference -> ClipRange.of(reference.file().segments(), reference.clock(), startUs, endUs)
                        .map(range -> new Stretch(reference.startUs(range), reference.endUs(range))));
    }
}
