package dev.sluice.api;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.NewSubtitle;
import dev.sluice.engine.asset.SubtitleException;
import dev.sluice.engine.asset.SubtitleException.Reason;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what begins as WebVTT does, for assets that play. */
final class FakeSubtitles implements Subtitles {
    volatile boolean storeLost;
    private final FakeAssets assets;
    private final List<NewSubtitle> taken = new ArrayList<>();

    FakeSubtitles(FakeAssets assets) {
        this.assets = assets;
    }

    synchronized List<NewSubtitle> taken() {
        return List.copyOf(taken);
    }

    @Override
    public synchronized Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, NewSubtitle subtitle, Instant now)
            throws SubtitleException, ObjectStoreException {
        String text = new String(subtitle.file().toByteArray(), StandardCharsets.UTF_8);
        if (!text.startsWith("WEBVTT")) {
            throw new SubtitleException(Reason.MALFORMED, "line 2: a cue that ends before it starts");
        }
        Optional<AssetRecord> asset = ready(viewpoint, id);
        asset.ifPresent(found -> taken.add(subtitle));
        return asset;
    }

    @Override
    public synchronized Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, String language, Instant now)
            throws SubtitleException, ObjectStoreException {
        Optional<AssetRecord> asset = ready(viewpoint, id);
        if (asset.isPresent() && taken.removeIf(each -> each.language().equals(language))) {
            return asset;
        }
        throw new SubtitleException(Reason.NOT_FOUND, "The video has no subtitles in this language.");
    }

    private Optional<AssetRecord> ready(Viewpoint viewpoint, AssetId id)
            throws SubtitleException, ObjectStoreException {
        if (storeLost) {
            throw new ObjectStoreException("the store is away", /* retryable= */ true, new java.io.IOException("away"));
        }
        Optional<AssetRecord> asset = assets.find(viewpoint, id).filter(each -> viewpoint.manages(each.owner()));
        if (asset.isPresent() && asset.get().status() != AssetStatus.READY) {
            throw new SubtitleException(Reason.NOT_READY, "The video does not play yet.");
        }
        return asset;
    }
}
