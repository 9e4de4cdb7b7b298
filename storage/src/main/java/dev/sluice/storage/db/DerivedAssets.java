package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.DerivedAsset;
import dev.sluice.engine.asset.DerivedAsset.Kind;
import dev.sluice.engine.port.StreamRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Assets that are made of other media, with their job, in the transaction that causes them. */
final class DerivedAssets {
    private DerivedAssets() {}

    static AssetRecord insert(DSLContext tx, DerivedAsset asset, Instant now) {
        Record row = tx.insertInto(ASSET)
                .set(ASSET.ID, asset.id().value())
                .set(ASSET.TENANT, asset.owner().tenant())
                .set(ASSET.OWNER, asset.owner().id())
                .set(ASSET.TITLE, asset.details().title())
                .set(ASSET.DESCRIPTION, asset.details().description())
                .set(ASSET.VISIBILITY, asset.details().visibility())
                .set(ASSET.TAGS, asset.details().tags().toArray(String[]::new))
                .set(ASSET.METADATA, JSONB.valueOf(asset.details().metadataJson()))
                .set(ASSET.SOURCE, JSONB.valueOf(asset.originJson()))
                .set(ASSET.SOURCE_KEY, AssetKeys.published(asset.id()))
                .set(ASSET.SOURCE_BYTES, 0L)
                .set(ASSET.VERSION, 1L)
                .set(ASSET.CREATED_AT, now)
                .set(ASSET.UPDATED_AT, now)
                .returning()
                .fetchSingle();
        JobRows.begin(tx, asset.id(), asset.kind().name().toLowerCase(Locale.ROOT), now);
        return AssetRows.toRecord(tx, row);
    }

    /** What a stream leaves that is to be recorded. Its first event is that it is ready, or why it is not. */
    static void record(DSLContext tx, StreamRecord ended, Instant now) {
        Instant startedAt = ended.startedAt();
        Instant endedAt = ended.endedAt();
        if (!ended.details().record() || startedAt == null || endedAt == null) {
            return;
        }
        AssetDetails details = new AssetDetails(
                ended.title(),
                ended.details().description(),
                ended.visibility(),
                List.of(),
                /* profile= */ null,
                ended.details().metadataJson());
        String origin = tx.select(DSL.jsonbObject(
                        DSL.key("stream_id").value(ended.id().toString()),
                        DSL.key("started_at").value(startedAt.toString()),
                        DSL.key("ended_at").value(endedAt.toString())))
                .fetchSingle()
                .value1()
                .data();
        insert(tx, new DerivedAsset(AssetId.random(), ended.owner(), details, Kind.RECORDING, origin), now);
    }
}
