package dev.sluice.engine.asset;

import dev.sluice.engine.port.ObjectStoreException;
import java.util.Optional;

/** Where a video can be cut without encoding. Safe for threads; blocks. */
public interface ClipCuts {
    /** From one time of a video to another. */
    record Stretch(long startUs, long endUs) {}

    /**
     * What a clip at key frames has: from the one at or before its start to the one at or after its end.
     *
     * @return empty when the video ends before, or was published before there were indexes
     * @throws ObjectStoreException when the store does not answer
     */
    Optional<Stretch> atKeyFrames(AssetId video, long startUs, long endUs) throws ObjectStoreException;
}
