package dev.sluice.vod.testing;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.SubtitleRepository;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The subtitles of one asset. Safe for threads. */
public final class MemorySubtitles implements SubtitleRepository {
    private final Supplier<AssetRecord> asset;
    private @Nullable List<AssetSubtitle> changed;

    public MemorySubtitles(Supplier<AssetRecord> asset) {
        this.asset = asset;
    }

    @Override
    public synchronized Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId id) {
        return Optional.of(now()).filter(asset -> asset.id().equals(id));
    }

    @Override
    public synchronized Optional<AssetRecord> replace(
            Viewpoint viewpoint, AssetId id, List<AssetSubtitle> before, List<AssetSubtitle> after, Instant now) {
        Optional<AssetOutput> output = managed(viewpoint, id).map(AssetRecord::output);
        if (output.isEmpty() || !output.get().subtitles().equals(before)) {
            return Optional.empty();
        }
        changed = after;
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
