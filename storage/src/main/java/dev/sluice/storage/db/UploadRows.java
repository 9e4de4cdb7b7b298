package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.UPLOAD;
import static dev.sluice.storage.db.generated.Tables.UPLOAD_CHUNK;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.upload.NewUpload;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadChunk;
import dev.sluice.engine.upload.UploadState;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;

/** Rows of uploads and chunks as the engine knows them. */
final class UploadRows {
    private UploadRows() {}

    static void insert(DSLContext tx, NewUpload upload) {
        Upload.Plan plan = upload.plan();
        AssetDetails details = upload.details();
        tx.insertInto(UPLOAD)
                .set(UPLOAD.ID, upload.id().value())
                .set(UPLOAD.TENANT, upload.owner().tenant())
                .set(UPLOAD.OWNER, upload.owner().id())
                .set(UPLOAD.KIND, upload.kind())
                .set(UPLOAD.STATE, UploadState.RECEIVING)
                .set(UPLOAD.TITLE, details.title())
                .set(UPLOAD.DESCRIPTION, details.description())
                .set(UPLOAD.VISIBILITY, details.visibility())
                .set(UPLOAD.TAGS, details.tags().toArray(String[]::new))
                .set(UPLOAD.PROFILE, details.profile())
                .set(UPLOAD.METADATA, JSONB.valueOf(details.metadataJson()))
                .set(UPLOAD.FILE_NAME, plan.fileName())
                .set(UPLOAD.CONTENT_TYPE, plan.contentType())
                .set(UPLOAD.SIZE_BYTES, plan.sizeBytes() == Upload.Plan.UNKNOWN_SIZE ? null : plan.sizeBytes())
                .set(UPLOAD.CHUNK_BYTES, plan.chunkBytes())
                .set(UPLOAD.SHA256, plan.sha256())
                .set(UPLOAD.SOURCE_URL, plan.sourceUrl())
                .set(UPLOAD.ROLE, plan.role())
                .set(UPLOAD.PIECES, plan.pieces().stream().map(AssetId::value).toArray(UUID[]::new))
                .set(UPLOAD.PROTOCOL_METADATA, plan.protocolMetadata())
                .set(UPLOAD.MULTIPART_ID, upload.multipartId())
                .set(UPLOAD.CREATED_AT, upload.createdAt())
                .set(UPLOAD.EXPIRES_AT, upload.expiresAt())
                .execute();
    }

    static void insertChunk(DSLContext tx, AssetId id, UploadChunk chunk) {
        tx.insertInto(UPLOAD_CHUNK)
                .set(UPLOAD_CHUNK.UPLOAD_ID, id.value())
                .set(UPLOAD_CHUNK.NUMBER, chunk.number())
                .set(UPLOAD_CHUNK.SIZE_BYTES, chunk.sizeBytes())
                .set(UPLOAD_CHUNK.ETAGS, chunk.etags().toArray(String[]::new))
                .execute();
    }

    static Upload toUpload(Record row) {
        return new Upload(
                new AssetId(row.get(UPLOAD.ID)),
                new Owner(row.get(UPLOAD.TENANT), row.get(UPLOAD.OWNER)),
                row.get(UPLOAD.KIND),
                row.get(UPLOAD.STATE),
                details(row),
                plan(row),
                row.get(UPLOAD.MULTIPART_ID),
                row.get(UPLOAD.RECEIVED_BYTES),
                row.get(UPLOAD.RECEIVED_CHUNKS),
                row.get(UPLOAD.TAIL_KEY),
                row.get(UPLOAD.FAILURE),
                row.get(UPLOAD.CREATED_AT),
                row.get(UPLOAD.EXPIRES_AT));
    }

    private static AssetDetails details(Record row) {
        return new AssetDetails(
                row.get(UPLOAD.TITLE),
                row.get(UPLOAD.DESCRIPTION),
                row.get(UPLOAD.VISIBILITY),
                List.of(row.get(UPLOAD.TAGS)),
                row.get(UPLOAD.PROFILE),
                row.get(UPLOAD.METADATA).data());
    }

    private static Upload.Plan plan(Record row) {
        return new Upload.Plan(
                row.get(UPLOAD.FILE_NAME),
                row.get(UPLOAD.CONTENT_TYPE),
                Objects.requireNonNullElse(row.get(UPLOAD.SIZE_BYTES), Upload.Plan.UNKNOWN_SIZE),
                row.get(UPLOAD.CHUNK_BYTES),
                row.get(UPLOAD.SHA256),
                row.get(UPLOAD.SOURCE_URL),
                row.get(UPLOAD.ROLE),
                Stream.of(row.get(UPLOAD.PIECES)).map(AssetId::new).toList(),
                row.get(UPLOAD.PROTOCOL_METADATA));
    }

    static UploadChunk toChunk(Record row) {
        return new UploadChunk(
                row.get(UPLOAD_CHUNK.NUMBER), row.get(UPLOAD_CHUNK.SIZE_BYTES), List.of(row.get(UPLOAD_CHUNK.ETAGS)));
    }
}
