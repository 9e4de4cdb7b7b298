package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.STREAM;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamRecord;
import org.jooq.Record;

/** Rows of the table {@code stream} as the port's records. */
final class StreamRows {
    private StreamRows() {}

    static StreamRecord toRecord(Record row) {
        StreamDetails details = new StreamDetails(
                row.get(STREAM.TITLE),
                row.get(STREAM.DESCRIPTION),
                row.get(STREAM.SCHEDULED_START),
                row.get(STREAM.VISIBILITY),
                row.get(STREAM.METADATA).data(),
                row.get(STREAM.RECORD));
        return new StreamRecord(
                new StreamId(row.get(STREAM.ID)),
                new Owner(row.get(STREAM.TENANT), row.get(STREAM.OWNER)),
                details,
                row.get(STREAM.STATUS),
                row.get(STREAM.STOPPED),
                row.get(STREAM.VERSION),
                row.get(STREAM.CREATED_AT),
                row.get(STREAM.UPDATED_AT),
                row.get(STREAM.STARTED_AT),
                row.get(STREAM.ENDED_AT),
                row.get(STREAM.PEAK_VIEWERS),
                row.get(STREAM.TOTAL_VIEWS),
                row.get(STREAM.WATCH_SECONDS),
                row.get(STREAM.HAS_THUMBNAIL));
    }
}
