package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ASSET;
import static dev.sluice.storage.db.generated.Tables.ASSET_RENDITION;
import static dev.sluice.storage.db.generated.Tables.ASSET_SUBTITLE;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.engine.port.Owner;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of the tables of assets, their renditions and subtitles as the port's records. */
final class AssetRows {
    private AssetRows() {}

    /** With their renditions, in the order given. */
    static List<AssetRecord> toRecords(DSLContext sql, List<? extends Record> rows) {
        List<UUID> ready = rows.stream()
                .filter(row -> row.get(ASSET.STATUS) == AssetStatus.READY)
                .map(row -> row.get(ASSET.ID))
                .toList();
        Map<UUID, List<AssetRendition>> renditions = ready.isEmpty()
                ? Map.of()
                : sql.selectFrom(ASSET_RENDITION)
                        .where(ASSET_RENDITION.ASSET_ID.in(ready))
                        .orderBy(ASSET_RENDITION.POSITION)
                        .fetchGroups(ASSET_RENDITION.ASSET_ID, AssetRows::toRendition);
        Map<UUID, List<AssetSubtitle>> subtitles = ready.isEmpty()
                ? Map.of()
                : sql.selectFrom(ASSET_SUBTITLE)
                        .where(ASSET_SUBTITLE.ASSET_ID.in(ready))
                        .orderBy(ASSET_SUBTITLE.POSITION)
                        .fetchGroups(ASSET_SUBTITLE.ASSET_ID, AssetRows::toSubtitle);
        return rows.stream()
                .map(row -> toRecord(
                        row,
                        renditions.getOrDefault(row.get(ASSET.ID), List.of()),
                        subtitles.getOrDefault(row.get(ASSET.ID), List.of())))
                .toList();
    }

    static AssetRecord toRecord(DSLContext sql, Record row) {
        return toRecords(sql, List.of(row)).getFirst();
    }

    private static AssetRecord toRecord(Record row, List<AssetRendition> renditions, List<AssetSubtitle> subtitles) {
        AssetDetails details = new AssetDetails(
                row.get(ASSET.TITLE),
                row.get(ASSET.DESCRIPTION),
                row.get(ASSET.VISIBILITY),
                List.of(row.get(ASSET.TAGS)),
                row.get(ASSET.PROFILE),
                row.get(ASSET.METADATA).data());
        JSONB source = row.get(ASSET.SOURCE);
        return new AssetRecord(
                new AssetId(row.get(ASSET.ID)),
                new Owner(row.get(ASSET.TENANT), row.get(ASSET.OWNER)),
                details,
                row.get(ASSET.FILE_NAME),
                row.get(ASSET.SOURCE_KEY),
                row.get(ASSET.SOURCE_BYTES),
                source == null ? null : source.data(),
                row.get(ASSET.STATUS),
                failure(row),
                output(row, renditions, subtitles),
                new AssetFigures(
                        row.get(ASSET.VIEWS_COUNT),
                        row.get(ASSET.LIKES_COUNT),
                        row.get(ASSET.WATCH_SECONDS),
                        row.get(ASSET.COMPLETIONS)),
                row.get(ASSET.VERSION),
                row.get(ASSET.CREATED_AT),
                row.get(ASSET.UPDATED_AT),
                row.get(ASSET.READY_AT));
    }

    private static @Nullable Failure failure(Record row) {
        String code = row.get(ASSET.FAILURE_CODE);
        return code == null ? null : new Failure(code, row.get(ASSET.FAILURE_MESSAGE));
    }

    private static @Nullable AssetOutput output(
            Record row, List<AssetRendition> renditions, List<AssetSubtitle> subtitles) {
        if (row.get(ASSET.STATUS) != AssetStatus.READY) {
            return null;
        }
        String custom = row.get(ASSET.CUSTOM_THUMBNAIL);
        return new AssetOutput(
                row.get(ASSET.DURATION_US),
                renditions,
                subtitles,
                custom == null ? row.get(ASSET.THUMBNAIL) : custom,
                row.get(ASSET.STORYBOARD),
                List.of(row.get(ASSET.NOTES)));
    }

    private static AssetRendition toRendition(Record row) {
        return new AssetRendition(
                row.get(ASSET_RENDITION.NAME),
                AssetRendition.Media.valueOf(row.get(ASSET_RENDITION.MEDIA)),
                row.get(ASSET_RENDITION.OBJECT_NAME),
                row.get(ASSET_RENDITION.CODECS),
                row.get(ASSET_RENDITION.BITRATE_BPS),
                row.get(ASSET_RENDITION.SIZE_BYTES),
                row.get(ASSET_RENDITION.WIDTH),
                row.get(ASSET_RENDITION.HEIGHT),
                row.get(ASSET_RENDITION.FRAME_RATE),
                row.get(ASSET_RENDITION.CHANNELS),
                row.get(ASSET_RENDITION.LANGUAGE),
                loudness(row));
    }

    private static @Nullable Loudness loudness(Record row) {
        Double lufs = row.get(ASSET_RENDITION.LOUDNESS_LUFS);
        Double peakDbtp = row.get(ASSET_RENDITION.TRUE_PEAK_DBTP);
        return lufs == null || peakDbtp == null ? null : new Loudness(lufs, peakDbtp);
    }

    private static AssetSubtitle toSubtitle(Record row) {
        return new AssetSubtitle(
                row.get(ASSET_SUBTITLE.NAME),
                row.get(ASSET_SUBTITLE.LANGUAGE),
                row.get(ASSET_SUBTITLE.LABEL),
                AssetSubtitle.Kind.valueOf(row.get(ASSET_SUBTITLE.KIND)),
                AssetSubtitle.Origin.valueOf(row.get(ASSET_SUBTITLE.ORIGIN)),
                row.get(ASSET_SUBTITLE.OBJECT_NAME),
                row.get(ASSET_SUBTITLE.SIZE_BYTES),
                row.get(ASSET_SUBTITLE.PREFERRED));
    }

    static void writeRenditions(DSLContext tx, AssetId id, List<AssetRendition> renditions) {
        tx.deleteFrom(ASSET_RENDITION)
                .where(ASSET_RENDITION.ASSET_ID.eq(id.value()))
                .execute();
        int position = 0;
        for (AssetRendition rendition : renditions) {
            Loudness loudness = rendition.loudness();
            tx.insertInto(ASSET_RENDITION)
                    .set(ASSET_RENDITION.ASSET_ID, id.value())
                    .set(ASSET_RENDITION.NAME, rendition.name())
                    .set(ASSET_RENDITION.MEDIA, rendition.media().name())
                    .set(ASSET_RENDITION.OBJECT_NAME, rendition.objectName())
                    .set(ASSET_RENDITION.CODECS, rendition.codecs())
                    .set(ASSET_RENDITION.BITRATE_BPS, rendition.bitrateBps())
                    .set(ASSET_RENDITION.SIZE_BYTES, rendition.sizeBytes())
                    .set(ASSET_RENDITION.WIDTH, rendition.width())
                    .set(ASSET_RENDITION.HEIGHT, rendition.height())
                    .set(ASSET_RENDITION.FRAME_RATE, rendition.frameRate())
                    .set(ASSET_RENDITION.CHANNELS, rendition.channels())
                    .set(ASSET_RENDITION.LANGUAGE, rendition.language())
                    .set(ASSET_RENDITION.LOUDNESS_LUFS, loudness == null ? null : loudness.integratedLufs())
                    .set(ASSET_RENDITION.TRUE_PEAK_DBTP, loudness == null ? null : loudness.truePeakDbtp())
                    .set(ASSET_RENDITION.POSITION, position++)
                    .execute();
        }
    }

    static void writeSubtitles(DSLContext tx, AssetId id, List<AssetSubtitle> subtitles) {
        tx.deleteFrom(ASSET_SUBTITLE)
                .where(ASSET_SUBTITLE.ASSET_ID.eq(id.value()))
                .execute();
        int position = 0;
        for (AssetSubtitle subtitle : subtitles) {
            tx.insertInto(ASSET_SUBTITLE)
                    .set(ASSET_SUBTITLE.ASSET_ID, id.value())
                    .set(ASSET_SUBTITLE.NAME, subtitle.name())
                    .set(ASSET_SUBTITLE.LANGUAGE, subtitle.language())
                    .set(ASSET_SUBTITLE.LABEL, subtitle.label())
                    .set(ASSET_SUBTITLE.KIND, subtitle.kind().name())
                    .set(ASSET_SUBTITLE.ORIGIN, subtitle.origin().name())
                    .set(ASSET_SUBTITLE.OBJECT_NAME, subtitle.objectName())
                    .set(ASSET_SUBTITLE.SIZE_BYTES, subtitle.sizeBytes())
                    .set(ASSET_SUBTITLE.PREFERRED, subtitle.preferred())
                    .set(ASSET_SUBTITLE.POSITION, position++)
                    .execute();
        }
    }
}
