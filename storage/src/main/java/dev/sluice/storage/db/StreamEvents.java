package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.STREAM;

import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.events.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The events of streams. Each is written last in the transaction that causes it. */
final class StreamEvents {
    private static final String OBJECT_TYPE = "stream";

    private StreamEvents() {}

    static void created(DSLContext tx, StreamRecord stream, Instant now) {
        append(tx, EventTypes.STREAM_CREATED, stream, now);
    }

    static void updated(DSLContext tx, StreamRecord stream, Instant now) {
        append(tx, EventTypes.STREAM_UPDATED, stream, now);
    }

    /**
     * A stream was marked live: no event when it was live under a lease that holds, an end and a start when its lease
     * had lapsed unnoticed, else a start.
     *
     * @param before the row as it was, locked
     */
    static void markedLive(DSLContext tx, Record before, StreamRecord live, Instant now) {
        Instant leaseUntil = before.get(STREAM.LEASE_UNTIL);
        if (before.get(STREAM.STATUS) == StreamStatus.LIVE) {
            if (leaseUntil.isAfter(now)) {
                return;
            }
            before.set(STREAM.STATUS, StreamStatus.ENDED);
            before.set(STREAM.ENDED_AT, leaseUntil);
            DerivedAssets.record(tx, StreamRows.toRecord(before), now);
            ended(tx, StreamRows.toRecord(before), now);
        }
        append(tx, EventTypes.STREAM_STARTED, live, now);
    }

    static void ended(DSLContext tx, StreamRecord stream, Instant now) {
        append(tx, EventTypes.STREAM_ENDED, stream, now);
    }

    /** @param stream as it was */
    static void deleted(DSLContext tx, StreamRecord stream, Instant now) {
        append(tx, EventTypes.STREAM_DELETED, stream, now);
    }

    private static void append(DSLContext tx, String type, StreamRecord stream, Instant now) {
        EventRows.append(
                tx, stream.owner().tenant(), type, OBJECT_TYPE, stream.id().toString(), json(stream), now);
    }

    private static Field<JSONB> json(StreamRecord stream) {
        return DSL.jsonbObject(
                DSL.key("id").value(stream.id().toString()),
                DSL.key("type").value(OBJECT_TYPE),
                DSL.key("title").value(stream.title()),
                DSL.key("description").value(stream.details().description()),
                DSL.key("owner").value(stream.owner().id()),
                DSL.key("metadata").value(JSONB.valueOf(stream.details().metadataJson())),
                DSL.key("status").value(word(stream.status())),
                DSL.key("visibility").value(word(stream.visibility())),
                DSL.key("scheduled_start").value(seconds(stream.details().scheduledStart())),
                DSL.key("created_at").value(seconds(stream.createdAt())),
                DSL.key("started_at").value(seconds(stream.startedAt())),
                DSL.key("ended_at").value(seconds(stream.endedAt())),
                DSL.key("duration").value(durationSeconds(stream)),
                DSL.key("peak_viewers").value(stream.peakViewers()),
                DSL.key("total_views").value(stream.totalViews()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Of the latest time live; 0 unless ended. */
    private static long durationSeconds(StreamRecord stream) {
        Instant start = stream.startedAt();
        Instant end = stream.endedAt();
        return start == null || end == null
                ? 0
                : Math.max(0, Duration.between(start, end).toSeconds());
    }
}
