package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.SubtitleException;
import dev.sluice.engine.asset.SubtitleRepository;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Changes of subtitles, one of an asset at a time. An advisory lock keeps others out while manifests are written, and a
 * key share of the row keeps the asset from being deleted; views and likes go on being counted.
 */
final class JooqSubtitleRepository implements SubtitleRepository {
    private static final String LOCK = "asset subtitles ";
    /** Who has an old playlist may still read what it names. */
    private static final Duration GRACE = Duration.ofHours(6);

    private final DSLContext sql;

    JooqSubtitleRepository(DSLContext sql) {
        this.sql = sql;
    }

    /** Carries what a change throws out of the transaction. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undone(Exception cause) {
            super(cause);
        }
    }

    @Override
    public Optional<AssetRecord> change(Viewpoint viewpoint, AssetId id, SubtitleChange change, Instant now)
            throws SubtitleException, ObjectStoreException {
        try {
            return Statements.inTransaction(
                    sql, "change the subtitles of asset " + id, tx -> changed(tx, viewpoint, id, change, now));
        } catch (Undone undone) {
            if (undone.getCause() instanceof SubtitleException refused) {
                throw refused;
            }
            if (undone.getCause() instanceof ObjectStoreException away) {
                throw away;
            }
            throw undone;
        }
    }

    private static Optional<AssetRecord> changed(
            DSLContext tx, Viewpoint viewpoint, AssetId id, SubtitleChange change, Instant now) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended({0}, 0))", DSL.val(LOCK + id));
        @Nullable
        Record row = tx.selectFrom(ASSET)
                .where(AssetConditions.managed(viewpoint, id))
                .forKeyShare()
                .fetchOne();
        if (row == null) {
            return Optional.empty();
        }
        AssetRecord before = AssetRows.toRecord(tx, row);
        List<AssetSubtitle> subtitles = apply(change, before);
        AssetRows.writeSubtitles(tx, id, subtitles);
        removeUnnamed(tx, before, subtitles, now);
        Record after = tx.update(ASSET)
                .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                .set(ASSET.UPDATED_AT, now)
                .where(ASSET.ID.eq(id.value()))
                .returning()
                .fetchSingle();
        AssetRecord asset = AssetRows.toRecord(tx, after);
        AssetEvents.updated(tx, asset, now);
        return Optional.of(asset);
    }

    private static List<AssetSubtitle> apply(SubtitleChange change, AssetRecord asset) {
        try {
            return change.apply(asset);
        } catch (SubtitleException | ObjectStoreException undone) {
            throw new Undone(undone);
        }
    }

    private static void removeUnnamed(DSLContext tx, AssetRecord before, List<AssetSubtitle> now, Instant at) {
        AssetOutput output = before.output();
        if (output == null) {
            return;
        }
        Set<String> named = now.stream().map(AssetSubtitle::objectName).collect(Collectors.toSet());
        for (AssetSubtitle old : output.subtitles()) {
            if (!named.contains(old.objectName())) {
                QueuedTasks.removal(tx, AssetKeys.published(before.id()) + old.objectStem(), at.plus(GRACE));
            }
        }
    }
}
