package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadLimits;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.Uploads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /videos/upload/initiate}: where the chunks of a file go. */
final class InitiateUpload implements ApiHandler {
    private final Uploads uploads;

    InitiateUpload(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws Exception {
        JsonObject fields = request.fields();
        String fileName = UploadDetails.fileName(fields.getString("filename"));
        AssetDetails details = UploadDetails.ofJson(fields, fileName);
        boolean direct = Boolean.TRUE.equals(fields.getBoolean("direct"));
        Upload upload = uploads.create(
                Callers.owner(request),
                direct ? UploadKind.DIRECT : UploadKind.CHUNKED,
                details,
                plan(fields, fileName));
        List<String> urls = direct ? directUrls(upload) : chunkUrls(upload, request);
        return ApiResponse.created(new JsonObject()
                .put("upload_id", upload.id().toString())
                .put("chunk_count", upload.plan().chunks().count())
                .put("chunk_size", upload.plan().chunkBytes())
                .put("upload_urls", new JsonArray(urls))
                .put("expires_at", Timestamps.seconds(upload.expiresAt())));
    }

    private static Upload.Plan plan(JsonObject fields, @Nullable String fileName) {
        Long size = fields.getLong("filesize");
        Integer chunkSize = fields.getInteger("chunk_size");
        String sha256 = fields.getString("sha256");
        return new Upload.Plan(
                fileName,
                UploadDetails.mediaType(fields.getString("content_type")),
                size == null ? Upload.Plan.UNKNOWN_SIZE : size,
                chunkSize == null ? UploadLimits.DEFAULT_CHUNK_BYTES : chunkSize,
                sha256 == null ? null : sha256.toLowerCase(Locale.ROOT),
                /* sourceUrl= */ null,
                UploadRole.WHOLE,
                List.of(),
                /* protocolMetadata= */ null);
    }

    private static List<String> chunkUrls(Upload upload, ApiRequest request) {
        String base = request.urls().base() + UploadJson.one(upload.id()) + "/chunk/";
        return IntStream.rangeClosed(1, upload.plan().chunks().count())
                .mapToObj(number -> base + number)
                .toList();
    }

    private List<String> directUrls(Upload upload) throws Exception {
        List<URI> urls = uploads.directUrls(upload);
        if (urls.isEmpty()) {
            uploads.abort(upload);
            throw ApiException.conflict("direct_not_supported", "The object store gives out no URLs for uploads.");
        }
        return urls.stream().map(URI::toString).toList();
    }
}
