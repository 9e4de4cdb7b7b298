package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.SubtitleRepository;
import dev.sluice.engine.port.Viewpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Changes of subtitles by comparing what there is: manifests are written between two short statements, and no
 * connection waits for the object store.
 */
final class JooqSubtitleRepository implements SubtitleRepository {
    /** Who has an old playlist may still read what it names. */
    private static final Duration GRACE = Duration.ofHours(6);

    private final DSLContext sql;

    JooqSubtitleRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId id) {
        return Statements.run("read the subtitles of asset " + id, () -> sql.selectFrom(ASSET)
                .where(AssetConditions.managed(viewpoint, id))
                .fetchOptional()
                .map(row -> AssetRows.toRecord(sql, row)));
    }

    @Override
    public Optional<AssetRecord> replace(
            Viewpoint viewpoint, AssetId id, List<AssetSubtitle> before, List<AssetSubtitle> after, Instant now) {
        return Statements.inTransaction(
                sql, "change the subtitles of asset " + id, tx -> replaced(tx, viewpoint, id, before, after, now));
    }

    private static Optional<AssetRecord> replaced(
            DSLContext tx,
            Viewpoint viewpoint,
            AssetId id,
            List<AssetSubtitle> before,
            List<AssetSubtitle> after,
            Instant now) {
        Optional<AssetRecord> found = tx.selectFrom(ASSET)
                .where(AssetConditions.managed(viewpoint, id))
                .forNoKeyUpdate()
                .fetchOptional()
                .map(row -> AssetRows.toRecord(tx, row));
        AssetOutput output = found.map(AssetRecord::output).orElse(null);
        if (output == null || !output.subtitles().equals(before)) {
            return Optional.empty();
        }
        AssetRows.writeSubtitles(tx, id, after);
        removeUnnamed(tx, id, before, after, now);
        Record changed = tx.update(ASSET)
                .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                .set(ASSET.UPDATED_AT, now)
                .where(ASSET.ID.eq(id.value()))
                .returning()
                .fetchSingle();
        AssetRecord asset = AssetRows.toRecord(tx, changed);
        AssetEvents.updated(tx, asset, now);
        return Optional.of(asset);
    }

    private static void removeUnnamed(
            DSLContext tx, AssetId id, List<AssetSubtitle> before, List<AssetSubtitle> after, Instant now) {
        Set<String> named = after.stream().map(AssetSubtitle::objectName).collect(Collectors.toSet());
        for (AssetSubtitle old : before) {
            if (!named.contains(old.objectName())) {
                QueuedTasks.removal(tx, AssetKeys.published(id) + old.objectStem(), now.plus(GRACE));
            }
        }
    }
}
