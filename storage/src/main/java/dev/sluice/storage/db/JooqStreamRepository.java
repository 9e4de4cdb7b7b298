package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.STREAM;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Streams and their leases. Every change of a lease is one UPDATE whose condition is the rule: PostgreSQL locks the row
 * and evaluates the condition again after a wait, so of two nodes that compete one wins.
 */
final class JooqStreamRepository implements StreamRepository {
    private static final int MAX_PAGE_ROWS = 100;

    private final DSLContext sql;

    JooqStreamRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public StreamRecord create(NewStream stream) {
        return Statements.run("create stream " + stream.id(), () -> sql.insertInto(STREAM)
                .set(STREAM.ID, stream.id().value())
                .set(STREAM.TITLE, stream.title())
                .set(STREAM.DESCRIPTION, stream.description())
                .set(STREAM.SCHEDULED_START, stream.scheduledStart())
                .set(STREAM.VISIBILITY, stream.visibility())
                .set(STREAM.STATUS, StreamStatus.SCHEDULED)
                .set(STREAM.STREAM_KEY_HASH, stream.streamKeyHash())
                .set(STREAM.CREATED_AT, stream.createdAt())
                .returning()
                .fetchSingle(StreamRows::toRecord));
    }

    @Override
    public Optional<StreamRecord> find(StreamId id) {
        return Statements.run(
                "find stream " + id,
                () -> sql.selectFrom(STREAM).where(STREAM.ID.eq(id.value())).fetchOptional(StreamRows::toRecord));
    }

    @Override
    public Optional<StreamRecord> findByStreamKeyHash(String streamKeyHash) {
        return Statements.run("find a stream by its key", () -> sql.selectFrom(STREAM)
                .where(STREAM.STREAM_KEY_HASH.eq(streamKeyHash))
                .fetchOptional(StreamRows::toRecord));
    }

    @Override
    public StreamPage list(@Nullable StreamStatus status, int page, int limit) {
        if (page < 1 || limit < 1 || limit > MAX_PAGE_ROWS) {
            throw new IllegalArgumentException("page " + page + " of " + limit + " rows");
        }
        long offsetRows = (page - 1L) * limit;
        Condition wanted = status == null ? DSL.noCondition() : STREAM.STATUS.eq(status);
        return Statements.run("list streams", () -> {
            long total = sql.fetchCount(STREAM, wanted);
            if (offsetRows >= total) {
                return new StreamPage(List.of(), total);
            }
            List<StreamRecord> rows = sql.selectFrom(STREAM)
                    .where(wanted)
                    .orderBy(STREAM.CREATED_AT.desc(), STREAM.ID.desc())
                    .limit(limit)
                    .offset(offsetRows)
                    .fetch(StreamRows::toRecord);
            return new StreamPage(rows, total);
        });
    }

    @Override
    public Optional<StreamRecord> markLive(StreamId id, String nodeId, Instant now, Instant leaseUntil) {
        Condition leaseHolds = STREAM.STATUS.eq(StreamStatus.LIVE).and(STREAM.LEASE_UNTIL.gt(now));
        Condition free = STREAM.STATUS
                .ne(StreamStatus.LIVE)
                .or(STREAM.LEASE_NODE.eq(nodeId))
                .or(STREAM.LEASE_UNTIL.le(now));
        return Statements.run("mark stream " + id + " live", () -> sql.update(STREAM)
                .set(STREAM.STATUS, StreamStatus.LIVE)
                .set(STREAM.LEASE_NODE, nodeId)
                .set(STREAM.LEASE_UNTIL, leaseUntil)
                .set(STREAM.STARTED_AT, DSL.when(leaseHolds, STREAM.STARTED_AT).otherwise(now))
                .setNull(STREAM.ENDED_AT)
                .where(STREAM.ID.eq(id.value()), STREAM.STOPPED.isFalse(), free)
                .returning()
                .fetchOptional(StreamRows::toRecord));
    }

    @Override
    public Optional<StreamRecord> markEnded(
            StreamId id, Instant now, boolean stopped, long peakViewers, long totalViews) {
        return Statements.run("mark stream " + id + " ended", () -> sql.update(STREAM)
                .set(STREAM.STATUS, StreamStatus.ENDED)
                .set(STREAM.STOPPED, stopped)
                .set(STREAM.ENDED_AT, now)
                .set(STREAM.PEAK_VIEWERS, DSL.greatest(STREAM.PEAK_VIEWERS, DSL.val(peakViewers)))
                .set(STREAM.TOTAL_VIEWS, STREAM.TOTAL_VIEWS.plus(totalViews))
                .setNull(STREAM.LEASE_NODE)
                .setNull(STREAM.LEASE_UNTIL)
                .where(STREAM.ID.eq(id.value()), STREAM.STATUS.eq(StreamStatus.LIVE))
                .returning()
                .fetchOptional(StreamRows::toRecord));
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
        return Statements.run("end streams whose lease has lapsed", () -> sql.update(STREAM)
                .set(STREAM.STATUS, StreamStatus.ENDED)
                .set(STREAM.ENDED_AT, DSL.least(STREAM.LEASE_UNTIL, DSL.val(now)))
                .setNull(STREAM.LEASE_NODE)
                .setNull(STREAM.LEASE_UNTIL)
                .where(STREAM.STATUS.eq(StreamStatus.LIVE), lapsed)
                .execute());
    }
}
