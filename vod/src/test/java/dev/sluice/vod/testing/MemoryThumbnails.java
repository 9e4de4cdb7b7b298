package dev.sluice.vod.testing;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.ThumbnailRepository;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which picture stands for one asset. Safe for threads. */
public final class MemoryThumbnails implements ThumbnailRepository {
    public static final String POSTER = "poster-1.jpg";
    private static final Instant CREATED = Instant.parse("2026-01-01T12:00:00Z");

    /** Whether the asset plays. */
    public volatile boolean ready = true;
    /** Whether the asset goes away between the two calls of a change. */
    public volatile boolean deletedMeanwhile;

    private final AssetId id;
    private @Nullable String custom;

    public MemoryThumbnails(AssetId id) {
        this.id = id;
    }

    @Override
    public synchronized Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId wanted) {
        return Optional.of(record()).filter(asset -> asset.id().equals(wanted));
    }

    @Override
    public synchronized Optional<Change> replace(
            Viewpoint viewpoint, AssetId wanted, @Nullable String objectName, Instant now) {
        if (deletedMeanwhile || !wanted.equals(id)) {
            return Optional.empty();
        }
        String before = custom;
        custom = ready ? objectName : before;
        return Optional.of(new Change(record(), before));
    }

    private AssetRecord record() {
        AssetOutput output = new AssetOutput(
                1_000_000, List.of(), List.of(), custom == null ? POSTER : custom, /* storyboard= */ null, List.of());
        return new AssetRecord(
                id,
                new Owner("default", "account:1"),
                new AssetDetails("film", null, Visibility.PUBLIC, List.of(), null, "{}"),
                "film.mp4",
                "uploads/" + id + "/source",
                1,
                /* sourceJson= */ null,
                ready ? AssetStatus.READY : AssetStatus.PROCESSING,
                /* failure= */ null,
                ready ? output : null,
                new AssetFigures(0, 0, 0, 0),
                1,
                CREATED,
                CREATED,
                ready ? CREATED : null);
    }
}
