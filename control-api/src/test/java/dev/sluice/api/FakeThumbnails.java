package dev.sluice.api;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.ThumbnailRefusal;
import dev.sluice.engine.asset.ThumbnailRefusal.Reason;
import dev.sluice.engine.asset.Thumbnails;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.media.io.Payload;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes any bytes for assets that play, unless told to refuse them. */
final class FakeThumbnails implements Thumbnails {
    volatile @Nullable Reason refusal;
    volatile boolean storeLost;
    private final FakeAssets assets;
    private @Nullable Payload taken;

    FakeThumbnails(FakeAssets assets) {
        this.assets = assets;
    }

    /** The picture that was set; null for the film's own. */
    synchronized @Nullable Payload taken() {
        return taken;
    }

    @Override
    public synchronized Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, Payload picture, Instant now)
            throws ThumbnailRefusal, ObjectStoreException {
        if (storeLost) {
            throw new ObjectStoreException("the store is away", /* retryable= */ true, new java.io.IOException("away"));
        }
        Reason reason = refusal;
        if (reason != null) {
            throw new ThumbnailRefusal(reason, "It is not taken.");
        }
        Optional<AssetRecord> asset = ready(viewpoint, id);
        taken = picture;
        return asset;
    }

    @Override
    public synchronized Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, Instant now)
            throws ThumbnailRefusal {
        Optional<AssetRecord> asset = ready(viewpoint, id);
        if (taken == null) {
            throw new ThumbnailRefusal(Reason.NOT_FOUND, "No thumbnail was set for the video.");
        }
        taken = null;
        return asset;
    }

    private Optional<AssetRecord> ready(Viewpoint viewpoint, AssetId id) throws ThumbnailRefusal {
        Optional<AssetRecord> asset = assets.find(viewpoint, id).filter(each -> viewpoint.manages(each.owner()));
        if (asset.isPresent() && asset.get().status() != AssetStatus.READY) {
            throw new ThumbnailRefusal(Reason.NOT_READY, "The video does not play yet.");
        }
        return asset;
    }
}
