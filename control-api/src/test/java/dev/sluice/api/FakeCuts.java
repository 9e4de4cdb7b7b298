package dev.sluice.api;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.ClipCuts;
import java.util.Optional;

/** Videos with a key frame every four seconds. */
final class FakeCuts implements ClipCuts {
    private static final long GOP_US = 4_000_000;

    @Override
    public Optional<Stretch> atKeyFrames(AssetId video, long startUs, long endUs) {
        return Optional.of(new Stretch(startUs / GOP_US * GOP_US, Math.ceilDiv(endUs, GOP_US) * GOP_US));
    }
}
