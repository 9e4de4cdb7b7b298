package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.Timestamps;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadException;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadState;
import dev.sluice.engine.upload.Uploads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Uploads in JSON, and their names in paths. */
public final class UploadJson {
    static final String VIDEOS = "/api/v1/videos";
    static final String PROCESSING = "processing";
    private static final int ID_LENGTH = 36;
    private static final double PERCENT = 100.0;

    private UploadJson() {}

    /** The upload that the path names, when the caller may see it. */
    static Upload find(Uploads uploads, ApiRequest request) throws UploadException {
        return uploads.find(
                Callers.viewpoint(request), idOf(request.pathParameters().get("upload_id")));
    }

    static AssetId idOf(@Nullable String text) {
        if (text == null || text.length() != ID_LENGTH) {
            throw ApiException.notFound("Upload");
        }
        try {
            return AssetId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw ApiException.notFound("Upload");
        }
    }

    /** What its owner may know while it is under way. */
    static JsonObject state(Upload upload, List<Integer> missing) {
        JsonObject json = new JsonObject()
                .put("upload_id", upload.id().toString())
                .put("kind", name(upload.kind()))
                .mergeIn(progressOf(upload))
                .put("filename", upload.plan().fileName())
                .put("content_type", upload.plan().contentType())
                .put("error", upload.failure())
                .put(
                        "video_id",
                        upload.state() == UploadState.COMPLETED ? upload.id().toString() : null)
                .put("created_at", Timestamps.seconds(upload.createdAt()))
                .put("expires_at", Timestamps.seconds(upload.expiresAt()));
        if (upload.kind() == UploadKind.CHUNKED) {
            json.put("chunk_size", upload.plan().chunkBytes())
                    .put("chunk_count", upload.plan().chunks().count())
                    .put("chunks_received", upload.receivedChunks())
                    .put("missing_chunks", new JsonArray(missing));
        }
        return json;
    }

    /** How far an upload is. */
    public static JsonObject progressOf(Upload upload) {
        return new JsonObject()
                .put("status", name(upload.state()))
                .put(
                        "filesize",
                        upload.plan().size().isPresent() ? upload.plan().sizeBytes() : null)
                .put("bytes_received", upload.receivedBytes())
                .put("progress", progress(upload));
    }

    /** In percent, rounded down to hundredths so that only the whole is 100. */
    static double progress(Upload upload) {
        if (upload.state() == UploadState.COMPLETED) {
            return PERCENT;
        }
        long size = upload.plan().sizeBytes();
        return size <= 0 ? 0 : Math.floor(upload.receivedBytes() * PERCENT / size * PERCENT) / PERCENT;
    }

    /** The answer to a form or a pull: a video that is not ready. */
    static JsonObject video(Upload upload, ApiRequest request) {
        return new JsonObject()
                .put("id", upload.id().toString())
                .put("title", upload.details().title())
                .put("status", upload.state() == UploadState.COMPLETED ? PROCESSING : "uploading")
                .put("upload_url", request.urls().base() + one(upload.id()))
                .putNull("thumbnail_url")
                .put("created_at", Timestamps.seconds(upload.createdAt()));
    }

    static String one(AssetId id) {
        return VIDEOS + "/upload/" + id;
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
