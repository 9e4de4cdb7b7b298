package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.STREAM;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;

/**
 * Streams and their leases. Every change of a lease is one UPDATE whose condition is the rule: PostgreSQL locks the row
 * and evaluates the condition again after a wait, so of two nodes that compete one wins.
 */
final class JooqStreamRepository implements StreamRepository {
    private final DSLContext sql;

    JooqStreamRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public StreamRecord create(NewStream stream) {
        return inTransaction("create stream " + stream.id(), tx -> {
            StreamRecord created = tx.insertInto(STREAM)
                    .set(STREAM.ID, stream.id().value())
                    .set(STREAM.TENANT, stream.owner().tenant())
                    .set(STREAM.OWNER, stream.owner().id())
                    .set(STREAM.TITLE, stream.details().title())
                    .set(STREAM.DESCRIPTION, stream.details().description())
                    .set(STREAM.SCHEDULED_START, stream.details().scheduledStart())
                    .set(STREAM.VISIBILITY, stream.details().visibility())
                    .set(STREAM.METADATA, JSONB.valueOf(stream.details().metadataJson()))
                    .set(STREAM.RECORD, stream.details().record())
                    .set(STREAM.VERSION, 1L)
                    .set(STREAM.UPDATED_AT, stream.createdAt())
                    .set(STREAM.STATUS, StreamStatus.SCHEDULED)
                    .set(STREAM.STREAM_KEY_HASH, stream.streamKeyHash())
                    .set(STREAM.CREATED_AT, stream.createdAt())
                    .returning()
                    .fetchSingle(StreamRows::toRecord);
            StreamEvents.created(tx, created, stream.createdAt());
            return created;
        });
    }

    @Override
    public Optional<StreamRecord> find(StreamId id) {
        return Statements.run(
                "find stream " + id,
                () -> sql.selectFrom(STREAM).where(STREAM.ID.eq(id.value())).fetchOptional(StreamRows::toRecord));
    }

    @Override
    public Optional<StreamRecord> find(Viewpoint viewpoint, StreamId id) {
        return Statements.run("find stream " + id, () -> sql.selectFrom(STREAM)
                .where(StreamConditions.visible(viewpoint, id))
                .fetchOptional(StreamRows::toRecord));
    }

    @Override
    public Optional<StreamRecord> findByStreamKeyHash(String streamKeyHash) {
        return Statements.run("find a stream by its key", () -> sql.selectFrom(STREAM)
                .where(STREAM.STREAM_KEY_HASH.eq(streamKeyHash))
                .fetchOptional(StreamRows::toRecord));
    }

    @Override
    public StreamPage list(StreamQuery query) {
        long offsetRows = (query.page() - 1L) * query.limit();
        Condition wanted = StreamConditions.listed(query);
        return Statements.run("list streams", () -> {
            long total = sql.fetchCount(STREAM, wanted);
            if (offsetRows >= total) {
                return new StreamPage(List.of(), total);
            }
            List<StreamRecord> rows = sql.selectFrom(STREAM)
                    .where(wanted)
                    .orderBy(STREAM.CREATED_AT.desc(), STREAM.ID.desc())
                    .limit(query.limit())
                    .offset(offsetRows)
                    .fetch(StreamRows::toRecord);
            return new StreamPage(rows, total);
        });
    }

    @Override
    public Optional<StreamRecord> update(
            Viewpoint viewpoint, StreamId id, StreamDetails details, long expectedVersion, Instant now) {
        return inTransaction("update stream " + id, tx -> {
            Optional<StreamRecord> updated = changed(tx, now)
                    .set(STREAM.TITLE, details.title())
                    .set(STREAM.DESCRIPTION, details.description())
                    .set(STREAM.SCHEDULED_START, details.scheduledStart())
                    .set(STREAM.VISIBILITY, details.visibility())
                    .set(STREAM.METADATA, JSONB.valueOf(details.metadataJson()))
                    .set(STREAM.RECORD, details.record())
                    .where(StreamConditions.managed(viewpoint, id), STREAM.VERSION.eq(expectedVersion))
                    .returning()
                    .fetchOptional(StreamRows::toRecord);
            updated.ifPresent(stream -> StreamEvents.updated(tx, stream, now));
            return updated;
        });
    }

    @Override
    public Optional<StreamRecord> changeKey(Viewpoint viewpoint, StreamId id, String streamKeyHash, Instant now) {
        return Statements.run("change the key of stream " + id, () -> changed(sql, now)
                .set(STREAM.STREAM_KEY_HASH, streamKeyHash)
                .where(StreamConditions.managed(viewpoint, id))
                .returning()
                .fetchOptional(StreamRows::toRecord));
    }

    @Override
    public boolean delete(Viewpoint viewpoint, StreamId id, Instant now) {
        return inTransaction("delete stream " + id, tx -> {
            Optional<StreamRecord> deleted = tx.deleteFrom(STREAM)
                    .where(StreamConditions.managed(viewpoint, id), STREAM.STATUS.ne(StreamStatus.LIVE))
                    .returning()
                    .fetchOptional(StreamRows::toRecord);
            deleted.ifPresent(stream -> StreamEvents.deleted(tx, stream, now));
            return deleted.isPresent();
        });
    }

    private <T> T inTransaction(String what, Function<DSLContext, T> work) {
        return Statements.inTransaction(sql, what, work);
    }

    /** An UPDATE of streams that moves their version. */
    private static UpdateSetMoreStep<Record> changed(DSLContext sql, Instant now) {
        return sql.update(STREAM).set(STREAM.VERSION, STREAM.VERSION.plus(1)).set(STREAM.UPDATED_AT, now);
    }

    @Override
    public Optional<StreamRecord> markLive(StreamId id, String nodeId, Instant now, Instant leaseUntil) {
        Condition leaseHolds = STREAM.STATUS.eq(StreamStatus.LIVE).and(STREAM.LEASE_UNTIL.gt(now));
        Condition free = STREAM.STATUS
                .ne(StreamStatus.LIVE)
                .or(STREAM.LEASE_NODE.eq(nodeId))
                .or(STREAM.LEASE_UNTIL.le(now));
        return inTransaction("mark stream " + id + " live", tx -> {
            Optional<Record> before = tx.select()
                    .from(STREAM)
                    .where(STREAM.ID.eq(id.value()), STREAM.STOPPED.isFalse(), free)
                    .forNoKeyUpdate()
                    .fetchOptional();
            if (before.isEmpty()) {
                return Optional.<StreamRecord>empty();
            }
            StreamRecord live = changed(tx, now)
                    .set(STREAM.STATUS, StreamStatus.LIVE)
                    .set(STREAM.LEASE_NODE, nodeId)
                    .set(STREAM.LEASE_UNTIL, leaseUntil)
                    .set(
                            STREAM.STARTED_AT,
                            DSL.when(leaseHolds, STREAM.STARTED_AT).otherwise(now))
                    .setNull(STREAM.ENDED_AT)
                    .where(STREAM.ID.eq(id.value()))
                    .returning()
                    .fetchSingle(StreamRows::toRecord);
            StreamEvents.markedLive(tx, before.get(), live, now);
            return Optional.of(live);
        });
    }

    @Override
    public Optional<StreamRecord> markEnded(
            StreamId id, Instant now, boolean stopped, long peakViewers, long totalViews) {
        return inTransaction("mark stream " + id + " ended", tx -> {
            Optional<StreamRecord> ended = changed(tx, now)
                    .set(STREAM.STATUS, StreamStatus.ENDED)
                    .set(STREAM.STOPPED, stopped)
                    .set(STREAM.ENDED_AT, now)
                    .set(STREAM.PEAK_VIEWERS, DSL.greatest(STREAM.PEAK_VIEWERS, DSL.val(peakViewers)))
                    .set(STREAM.TOTAL_VIEWS, STREAM.TOTAL_VIEWS.plus(totalViews))
                    .setNull(STREAM.LEASE_NODE)
                    .setNull(STREAM.LEASE_UNTIL)
                    .where(STREAM.ID.eq(id.value()), STREAM.STATUS.eq(StreamStatus.LIVE))
                    .returning()
                    .fetchOptional(StreamRows::toRecord);
            ended.ifPresent(stream -> {
                DerivedAssets.record(tx, stream, now);
                StreamEvents.ended(tx, stream, now);
            });
            return ended;
        });
    }

    @Override
    public void setThumbnail(StreamId id, boolean present) {
        Statements.run("say whether stream " + id + " has a thumbnail", () -> sql.update(STREAM)
                .set(STREAM.HAS_THUMBNAIL, present)
                .where(STREAM.ID.eq(id.value()), STREAM.HAS_THUMBNAIL.ne(present))
                .execute());
    }

    @Override
    public int renewLeases(String nodeId, Instant leaseUntil) {
        return Statements.run("renew the leases of node " + nodeId, () -> sql.update(STREAM)
                .set(STREAM.LEASE_UNTIL, leaseUntil)
                .where(STREAM.STATUS.eq(StreamStatus.LIVE), STREAM.LEASE_NODE.eq(nodeId))
                .execute());
    }

    @Override
    public int endLapsed(String nodeId, Instant now) {
        Condition lapsed = STREAM.LEASE_UNTIL.le(now).or(STREAM.LEASE_NODE.eq(nodeId));
        return inTransaction("end streams whose lease has lapsed", tx -> {
            List<StreamRecord> ended = changed(tx, now)
                    .set(STREAM.STATUS, StreamStatus.ENDED)
                    .set(STREAM.ENDED_AT, DSL.least(STREAM.LEASE_UNTIL, DSL.val(now)))
                    .setNull(STREAM.LEASE_NODE)
                    .setNull(STREAM.LEASE_UNTIL)
                    .where(STREAM.STATUS.eq(StreamStatus.LIVE), lapsed)
                    .returning()
                    .fetch(StreamRows::toRecord);
            ended.forEach(stream -> {
                DerivedAssets.record(tx, stream, now);
                StreamEvents.ended(tx, stream, now);
            });
            return ended.size();
        });
    }

    @Override
    public void addAudience(List<AudienceSample> samples) {
        Statements.run("write down the audience", () -> {
            AudienceRows.add(sql, samples);
            return samples.size();
        });
    }

    @Override
    public List<AudienceSample> audience(StreamId id, int limit) {
        return Statements.run("read the audience of stream " + id, () -> AudienceRows.latestRun(sql, id, limit));
    }
}
