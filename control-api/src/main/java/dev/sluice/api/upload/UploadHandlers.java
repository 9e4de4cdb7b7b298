package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.BodyStream;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.upload.ChunkPlan;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.TargetUrl;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is done with an upload that is there, and pulls. Blocks; safe for many threads. */
final class UploadHandlers {
    private final Uploads uploads;
    private final AddressGuard guard;

    UploadHandlers(Uploads uploads, AddressGuard guard) {
        this.uploads = uploads;
        this.guard = guard;
    }

    /** {@code GET /videos/upload/{upload_id}}. */
    ApiResponse get(ApiRequest request) throws Exception {
        Upload upload = UploadJson.find(uploads, request);
        return ApiResponse.ok(UploadJson.state(upload, uploads.missing(upload)));
    }

    /** {@code POST /videos/upload/{upload_id}/complete}: a stream only because it may take long. */
    ApiResponse complete(ApiRequest request, BodyStream unread) throws Exception {
        Upload upload = uploads.complete(UploadJson.find(uploads, request));
        return ApiResponse.ok(new JsonObject()
                .put("video_id", upload.id().toString())
                .put("status", UploadJson.PROCESSING)
                .put("message", "Video uploaded successfully. Processing started."));
    }

    /** {@code DELETE /videos/upload/{upload_id}}. */
    ApiResponse abort(ApiRequest request) throws Exception {
        uploads.abort(UploadJson.find(uploads, request));
        return ApiResponse.noContent();
    }

    /** {@code POST /videos/pull}: fetched later, by whichever node is free. */
    ApiResponse pull(ApiRequest request) throws Exception {
        JsonObject fields = request.fields();
        String url = fields.getString("url");
        TargetUrl.problem(url, guard).ifPresent(problem -> {
            throw ApiException.validation(Map.of("url", problem));
        });
        String path = URI.create(url).getPath();
        String fileName = UploadDetails.fileName(path);
        AssetDetails details = UploadDetails.ofJson(fields, fileName);
        String sha256 = fields.getString("sha256");
        Upload.Plan plan = new Upload.Plan(
                fileName,
                "application/octet-stream",
                Upload.Plan.UNKNOWN_SIZE,
                ChunkPlan.sequentialPartBytes(uploads.limits().maxFileBytes()),
                sha256 == null ? null : sha256.toLowerCase(Locale.ROOT),
                url,
                UploadRole.WHOLE,
                List.of(),
                /* protocolMetadata= */ null);
        Upload upload = uploads.create(Callers.owner(request), UploadKind.PULL, details, plan);
        return new ApiResponse(202, UploadJson.video(upload, request));
    }
}
