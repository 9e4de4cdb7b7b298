package dev.sluice.storage.db;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.Failure;
import dev.sluice.events.EventTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The events of assets, which platforms call videos. Each is written last in the transaction that causes it. */
final class AssetEvents {
    private static final String OBJECT_TYPE = "video";
    private static final long US_PER_SECOND = 1_000_000;

    private AssetEvents() {}

    static void uploaded(DSLContext tx, AssetRecord asset, Instant now) {
        append(tx, EventTypes.VIDEO_UPLOADED, asset, now);
    }

    static void processed(DSLContext tx, AssetRecord asset, Instant now) {
        append(tx, EventTypes.VIDEO_PROCESSED, asset, now);
    }

    static void failed(DSLContext tx, AssetRecord asset, Instant now) {
        append(tx, EventTypes.VIDEO_FAILED, asset, now);
    }

    static void updated(DSLContext tx, AssetRecord asset, Instant now) {
        append(tx, EventTypes.VIDEO_UPDATED, asset, now);
    }

    /** @param asset as it was */
    static void deleted(DSLContext tx, AssetRecord asset, Instant now) {
        append(tx, EventTypes.VIDEO_DELETED, asset, now);
    }

    private static void append(DSLContext tx, String type, AssetRecord asset, Instant now) {
        EventRows.append(
                tx, asset.owner().tenant(), type, OBJECT_TYPE, asset.id().toString(), json(asset), now);
    }

    private static Field<JSONB> json(AssetRecord asset) {
        AssetOutput output = asset.output();
        Failure failure = asset.failure();
        return DSL.jsonbObject(
                DSL.key("id").value(asset.id().toString()),
                DSL.key("type").value(OBJECT_TYPE),
                DSL.key("title").value(asset.details().title()),
                DSL.key("description").value(asset.details().description()),
                DSL.key("owner").value(asset.owner().id()),
                DSL.key("metadata").value(JSONB.valueOf(asset.details().metadataJson())),
                DSL.key("status").value(word(asset.status())),
                DSL.key("visibility").value(word(asset.visibility())),
                DSL.key("duration").value(output == null ? null : output.durationUs() / US_PER_SECOND),
                DSL.key("failure_code").value(failure == null ? null : failure.code()),
                DSL.key("failure_message").value(failure == null ? null : failure.message()),
                DSL.key("created_at").value(seconds(asset.createdAt())),
                DSL.key("ready_at").value(seconds(asset.readyAt())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
