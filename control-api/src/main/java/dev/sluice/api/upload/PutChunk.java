package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.BodyStream;
import dev.sluice.api.http.StreamHandler;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.Uploads;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/** {@code PUT /videos/upload/{upload_id}/chunk/{chunk_number}}: the answer says that the chunk is durable. */
final class PutChunk implements StreamHandler {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");

    private final Uploads uploads;

    PutChunk(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public ApiResponse handle(ApiRequest request, BodyStream body) throws Exception {
        Upload upload = UploadJson.find(uploads, request);
        String text = String.valueOf(request.pathParameters().get("chunk_number"));
        if (!NUMBER.matcher(text).matches()) {
            throw ApiException.notFound("Chunk");
        }
        int number = Integer.parseInt(text);
        Upload now = uploads.putChunk(
                upload, number, body.declaredBytes(), body::read, DigestHeaders.read(request.headers()));
        return ApiResponse.ok(new JsonObject()
                .put("chunk_number", number)
                .put("uploaded", true)
                .put("progress", UploadJson.progress(now)));
    }
}
