package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.ThumbnailRepository;
import dev.sluice.engine.port.Viewpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Two short statements; the picture is in the object store before the second. */
final class JooqThumbnailRepository implements ThumbnailRepository {
    /** Who has an old page may still show what it names. */
    private static final Duration GRACE = Duration.ofHours(6);

    private final DSLContext sql;

    JooqThumbnailRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId id) {
        return Statements.run("read the thumbnail of asset " + id, () -> sql.selectFrom(ASSET)
                .where(AssetConditions.managed(viewpoint, id))
                .fetchOptional()
                .map(row -> AssetRows.toRecord(sql, row)));
    }

    @Override
    public Optional<Change> replace(Viewpoint viewpoint, AssetId id, @Nullable String objectName, Instant now) {
        return Statements.inTransaction(sql, "change the thumbnail of asset " + id, tx -> tx.selectFrom(ASSET)
                .where(AssetConditions.managed(viewpoint, id))
                .forNoKeyUpdate()
                .fetchOptional()
                .map(row -> replaced(tx, row, objectName, now)));
    }

    private static Change replaced(DSLContext tx, Record row, @Nullable String objectName, Instant now) {
        String before = row.get(ASSET.CUSTOM_THUMBNAIL);
        boolean changes = objectName != null || before != null;
        if (row.get(ASSET.STATUS) != AssetStatus.READY || !changes) {
            return new Change(AssetRows.toRecord(tx, row), before);
        }
        AssetId id = new AssetId(row.get(ASSET.ID));
        Record changed = tx.update(ASSET)
                .set(ASSET.CUSTOM_THUMBNAIL, objectName)
                .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                .set(ASSET.UPDATED_AT, now)
                .where(ASSET.ID.eq(id.value()))
                .returning()
                .fetchSingle();
        if (before != null) {
            QueuedTasks.removal(tx, AssetKeys.published(id) + before, now.plus(GRACE));
        }
        AssetRecord asset = AssetRows.toRecord(tx, changed);
        AssetEvents.updated(tx, asset, now);
        return new Change(asset, before);
    }
}
