package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.AUDIENCE_SAMPLE;
import static dev.sluice.storage.db.generated.Tables.STREAM;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The table {@code audience_sample}: who watched when. */
final class AudienceRows {
    private AudienceRows() {}

    /** One transaction and two round trips, whatever the number of streams. */
    static void add(DSLContext sql, List<AudienceSample> samples) {
        sql.transaction(tx -> {
            tx.dsl()
                    .batch(samples.stream()
                            .map(sample -> addWatchTime(tx.dsl(), sample))
                            .toList())
                    .execute();
            tx.dsl()
                    .batch(samples.stream()
                            .map(sample -> insert(tx.dsl(), sample))
                            .toList())
                    .execute();
        });
    }

    private static Query addWatchTime(DSLContext sql, AudienceSample sample) {
        return sql.update(STREAM)
                .set(STREAM.WATCH_SECONDS, STREAM.WATCH_SECONDS.plus(sample.watchSeconds()))
                .set(STREAM.PEAK_VIEWERS, DSL.greatest(STREAM.PEAK_VIEWERS, DSL.val(sample.viewers())))
                .where(STREAM.ID.eq(sample.id().value()));
    }

    private static Query insert(DSLContext sql, AudienceSample sample) {
        return sql.insertInto(
                        AUDIENCE_SAMPLE,
                        AUDIENCE_SAMPLE.STREAM_ID,
                        AUDIENCE_SAMPLE.STARTED_AT,
                        AUDIENCE_SAMPLE.OFFSET_SECONDS,
                        AUDIENCE_SAMPLE.VIEWERS)
                .select(DSL.select(
                                STREAM.ID,
                                STREAM.STARTED_AT,
                                DSL.val(sample.offsetSeconds()),
                                DSL.val(sample.viewers()))
                        .from(STREAM)
                        .where(STREAM.ID.eq(sample.id().value()), STREAM.STARTED_AT.isNotNull()))
                .onConflictDoNothing();
    }

    /** Evenly spread: every n-th sample, so that there are at most {@code limit}. */
    static List<AudienceSample> latestRun(DSLContext sql, StreamId id, int limit) {
        List<AudienceSample> all = sql.select(AUDIENCE_SAMPLE.OFFSET_SECONDS, AUDIENCE_SAMPLE.VIEWERS)
                .from(AUDIENCE_SAMPLE)
                .join(STREAM)
                .on(STREAM.ID.eq(AUDIENCE_SAMPLE.STREAM_ID), STREAM.STARTED_AT.eq(AUDIENCE_SAMPLE.STARTED_AT))
                .where(STREAM.ID.eq(id.value()))
                .orderBy(AUDIENCE_SAMPLE.OFFSET_SECONDS)
                .fetch(row -> new AudienceSample(id, row.value1(), row.value2(), 0));
        int step = Math.max(1, (all.size() + limit - 1) / limit);
        List<AudienceSample> spread = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            spread.add(all.get(i));
        }
        return spread;
    }
}
