package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.engine.asset.AssetId;

/** The ids in paths of videos. */
final class VideoIds {
    private static final int ID_LENGTH = 36;

    private VideoIds() {}

    /** @throws ApiException 404 when the path names no possible video */
    static AssetId of(ApiRequest request) {
        String text = request.pathParameters().get("video_id");
        if (text == null || text.length() != ID_LENGTH) {
            throw notFound();
        }
        try {
            return AssetId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    static ApiException notFound() {
        return ApiException.notFound("Video");
    }
}
