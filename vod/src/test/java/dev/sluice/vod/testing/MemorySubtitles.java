package dev.sluice.vod.testing;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.SubtitleException;
import dev.sluice.engine.asset.SubtitleRepository;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The subtitles of one asset. One thread. */
public final class MemorySubtitles implements SubtitleRepository {
    private final Supplier<AssetRecord> asset;
    private @Nullable List<AssetSubtitle> changed;

    public MemorySubtitles(Supplier<AssetRecord> asset) {
        this.asset = asset;
    }

    @Override
    public Optional<AssetRecord> change(Viewpoint viewpoint, AssetId id, SubtitleChange change, Instant now)
            throws SubtitleException, ObjectStoreException {
        AssetRecord before = now();
        if (!before.id().equals(id)) {
            return Optional.empty();
        }
        changed = change.apply(before);
        return Optional.of(now());
    }

    private AssetRecord now() {
        AssetRecord record = asset.get();
        AssetOutput output = record.output();
        List<AssetSubtitle> subtitles = changed;
        if (output == null || subtitles == null) {
            return record;
        }
        AssetOutput with = new AssetOutput(
                output.durationUs(),
                output.renditions(),
                subtitles,
                output.thumbnail(),
                output.storyboard(),
                output.notes());
        return new AssetRecord(
                record.id(),
                record.owner(),
                record.details(),
                record.fileName(),
                record.sourceKey(),
                record.sourceBytes(),
                record.sourceJson(),
                record.status(),
                record.failure(),
                with,
                record.figures(),
                record.version() + 1,
                record.createdAt(),
                record.updatedAt(),
                record.readyAt());
    }
}
