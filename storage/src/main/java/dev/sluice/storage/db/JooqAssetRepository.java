package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;
import static dev.sluice.storage.db.generated.Tables.ASSET_LIKE;
import static dev.sluice.storage.db.generated.Tables.JOB;

import dev.sluice.engine.asset.AssetDerivation;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetPage;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.DerivedAsset;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Assets, and how they come and go: with their job and their events in one transaction. */
final class JooqAssetRepository implements AssetRepository, AssetIntake, AssetDerivation {
    private final DSLContext sql;
    private final InstantSource clock;

    JooqAssetRepository(DSLContext sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public void accept(NewAsset asset) {
        Instant now = clock.instant();
        inTransaction("take in asset " + asset.id(), tx -> {
            Optional<? extends Record> inserted = tx.insertInto(ASSET)
                    .set(ASSET.ID, asset.id().value())
                    .set(ASSET.TENANT, asset.owner().tenant())
                    .set(ASSET.OWNER, asset.owner().id())
                    .set(ASSET.TITLE, asset.details().title())
                    .set(ASSET.DESCRIPTION, asset.details().description())
                    .set(ASSET.VISIBILITY, asset.details().visibility())
                    .set(ASSET.TAGS, asset.details().tags().toArray(String[]::new))
                    .set(ASSET.PROFILE, asset.details().profile())
                    .set(ASSET.METADATA, JSONB.valueOf(asset.details().metadataJson()))
                    .set(ASSET.FILE_NAME, asset.fileName())
                    .set(ASSET.SOURCE_KEY, asset.sourceKey())
                    .set(ASSET.SOURCE_BYTES, asset.sourceBytes())
                    .set(ASSET.VERSION, 1L)
                    .set(ASSET.CREATED_AT, now)
                    .set(ASSET.UPDATED_AT, now)
                    .onConflictDoNothing()
                    .returning()
                    .fetchOptional();
            inserted.ifPresent(row -> {
                JobRows.begin(tx, asset.id(), JobRows.PROBE, now);
                AssetEvents.uploaded(tx, AssetRows.toRecord(tx, row), now);
            });
            return inserted.isPresent();
        });
    }

    @Override
    public Optional<AssetRecord> find(AssetId id) {
        return find(id, ASSET.ID.eq(id.value()));
    }

    @Override
    public Optional<AssetRecord> find(Viewpoint viewpoint, AssetId id) {
        return find(id, AssetConditions.visible(viewpoint, id));
    }

    private Optional<AssetRecord> find(AssetId id, Condition wanted) {
        return Statements.run(
                "find asset " + id,
                () -> sql.selectFrom(ASSET).where(wanted).fetchOptional().map(row -> AssetRows.toRecord(sql, row)));
    }

    @Override
    public AssetPage list(AssetQuery query) {
        long offsetRows = (query.page() - 1L) * query.limit();
        Condition wanted = AssetConditions.listed(query);
        return Statements.run("list assets", () -> {
            long total = sql.fetchCount(ASSET, wanted);
            if (offsetRows >= total) {
                return new AssetPage(List.of(), total);
            }
            List<? extends Record> rows = sql.selectFrom(ASSET)
                    .where(wanted)
                    .orderBy(ASSET.CREATED_AT.desc(), ASSET.ID.desc())
                    .limit(query.limit())
                    .offset(offsetRows)
                    .fetch();
            return new AssetPage(AssetRows.toRecords(sql, rows), total);
        });
    }

    @Override
    public Optional<AssetRecord> update(
            Viewpoint viewpoint, AssetId id, AssetDetails details, long expectedVersion, Instant now) {
        return inTransaction("update asset " + id, tx -> {
            Optional<AssetRecord> updated = tx.update(ASSET)
                    .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                    .set(ASSET.UPDATED_AT, now)
                    .set(ASSET.TITLE, details.title())
                    .set(ASSET.DESCRIPTION, details.description())
                    .set(ASSET.VISIBILITY, details.visibility())
                    .set(ASSET.TAGS, details.tags().toArray(String[]::new))
                    .set(ASSET.METADATA, JSONB.valueOf(details.metadataJson()))
                    .where(AssetConditions.managed(viewpoint, id), ASSET.VERSION.eq(expectedVersion))
                    .returning()
                    .fetchOptional()
                    .map(row -> AssetRows.toRecord(tx, row));
            updated.ifPresent(asset -> AssetEvents.updated(tx, asset, now));
            return updated;
        });
    }

    @Override
    public boolean delete(Viewpoint viewpoint, AssetId id, Instant now) {
        return inTransaction("delete asset " + id, tx -> {
            @Nullable
            Record row = tx.selectFrom(ASSET)
                    .where(AssetConditions.managed(viewpoint, id))
                    .forUpdate()
                    .fetchOne();
            if (row == null) {
                return false;
            }
            AssetRecord asset = AssetRows.toRecord(tx, row);
            tx.selectFrom(JOB)
                    .where(JOB.ASSET_ID.eq(id.value()), JOB.STATE.eq(JobState.RUNNING))
                    .fetch(JOB.ID)
                    .forEach(job -> QueuedTasks.dropSteps(tx, new JobId(job)));
            tx.deleteFrom(ASSET).where(ASSET.ID.eq(id.value())).execute();
            AssetKeys.all(id).forEach(prefix -> QueuedTasks.removal(tx, prefix, now));
            AssetEvents.deleted(tx, asset, now);
            return true;
        });
    }

    @Override
    public boolean like(AssetId id, String who, Instant now) {
        return inTransaction("like asset " + id, tx -> {
            int added = tx.insertInto(ASSET_LIKE)
                    .set(ASSET_LIKE.ASSET_ID, id.value())
                    .set(ASSET_LIKE.WHO, who)
                    .set(ASSET_LIKE.LIKED_AT, now)
                    .onConflictDoNothing()
                    .execute();
            if (added == 1) {
                tx.update(ASSET)
                        .set(ASSET.LIKES_COUNT, ASSET.LIKES_COUNT.plus(1))
                        .where(ASSET.ID.eq(id.value()))
                        .execute();
            }
            return added == 1;
        });
    }

    @Override
    public void addView(AssetId id, long watchSeconds, boolean completed) {
        Statements.run("count a view of asset " + id, () -> sql.update(ASSET)
                .set(ASSET.VIEWS_COUNT, ASSET.VIEWS_COUNT.plus(1))
                .set(ASSET.WATCH_SECONDS, ASSET.WATCH_SECONDS.plus(watchSeconds))
                .set(ASSET.COMPLETIONS, ASSET.COMPLETIONS.plus(completed ? 1 : 0))
                .where(ASSET.ID.eq(id.value()))
                .execute());
    }

    @Override
    public boolean retry(Viewpoint viewpoint, AssetId id, Instant now) {
        return inTransaction("process asset " + id + " again", tx -> {
            int failedBefore = tx.update(ASSET)
                    .set(ASSET.VERSION, ASSET.VERSION.plus(1))
                    .set(ASSET.UPDATED_AT, now)
                    .set(ASSET.STATUS, AssetStatus.PROCESSING)
                    .setNull(ASSET.FAILURE_CODE)
                    .setNull(ASSET.FAILURE_MESSAGE)
                    .where(AssetConditions.managed(viewpoint, id), ASSET.STATUS.eq(AssetStatus.FAILED))
                    .execute();
            if (failedBefore == 1) {
                JobRows.begin(tx, id, JobRows.firstStep(tx, id), now);
            }
            return failedBefore == 1;
        });
    }

    @Override
    public AssetRecord derive(DerivedAsset asset, Instant now) {
        return inTransaction("make asset " + asset.id(), tx -> DerivedAssets.insert(tx, asset, now));
    }

    private <T> T inTransaction(String what, Function<DSLContext, T> work) {
        return Statements.inTransaction(sql, what, work);
    }
}
