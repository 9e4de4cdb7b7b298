package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.BodyStream;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.ThumbnailRefusal;
import dev.sluice.engine.asset.Thumbnails;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Pictures that stand for videos in place of the film's own. */
final class ThumbnailHandlers {
    /** Of pictures that are in memory, {@link Thumbnails#MAX_FILE_BYTES} each. */
    private static final int MAX_AT_ONCE = 16;

    private final VideoServices services;
    private final VideoJson json;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    ThumbnailHandlers(VideoServices services, VideoJson json) {
        this.services = services;
        this.json = json;
    }

    /** {@code PUT /videos/{video_id}/thumbnail}: JPEG, PNG or WebP, whatever it is called. */
    ApiResponse put(ApiRequest request, BodyStream body) throws IOException, ObjectStoreException {
        AssetId id = services.managed(request).id();
        if (!places.tryAcquire()) {
            throw ApiException.unavailable("The server is busy with pictures; try again in a few seconds.");
        }
        try {
            Payload picture = WholeBody.read(body, Thumbnails.MAX_FILE_BYTES);
            AssetRecord asset = services.thumbnails()
                    .put(
                            Callers.viewpoint(request),
                            id,
                            picture,
                            services.clock().instant())
                    .orElseThrow(VideoIds::notFound);
            return ApiResponse.ok(json.detailed(asset, request.urls(), /* manages= */ true))
                    .with(VideoJson.etag(asset));
        } catch (ThumbnailRefusal refused) {
            throw refusal(refused);
        } finally {
            places.release();
        }
    }

    /** {@code DELETE /videos/{video_id}/thumbnail}: the film's own again. */
    ApiResponse delete(ApiRequest request) {
        AssetId id = services.managed(request).id();
        try {
            boolean managed = services.thumbnails()
                    .remove(Callers.viewpoint(request), id, services.clock().instant())
                    .isPresent();
            if (!managed) {
                throw VideoIds.notFound();
            }
            return ApiResponse.noContent();
        } catch (ThumbnailRefusal refused) {
            throw refusal(refused);
        }
    }

    private static ApiException refusal(ThumbnailRefusal refused) {
        String sentence = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case NOT_A_PICTURE -> ApiException.unsupportedMediaType("image/jpeg, image/png or image/webp");
            case UNREADABLE, TOO_MANY_PIXELS -> ApiException.validation(Map.of("body", sentence));
            case NOT_FOUND -> ApiException.missing(sentence);
            case NOT_READY -> ApiException.conflict("video_not_ready", sentence);
            case BUSY -> ApiException.unavailable(sentence);
        };
    }
}
