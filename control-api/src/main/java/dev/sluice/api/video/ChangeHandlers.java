package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.EntityTag;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.port.Viewpoint;

/** What changes videos. */
final class ChangeHandlers {
    private final VideoServices services;
    private final VideoJson json;

    ChangeHandlers(VideoServices services, VideoJson json) {
        this.services = services;
        this.json = json;
    }

    /** {@code PATCH /videos/{video_id}}: a JSON Merge Patch; tags and metadata are replaced as a whole. */
    ApiResponse update(ApiRequest request) {
        Viewpoint viewpoint = Callers.viewpoint(request);
        AssetRecord before = managed(request);
        if (EntityTag.ifMatch(request).orElse(before.version()) != before.version()) {
            throw ApiException.preconditionFailed();
        }
        AssetDetails details = VideoDetailsReader.read(request, before.details());
        AssetRecord updated = services.assets()
                .update(
                        viewpoint,
                        before.id(),
                        details,
                        before.version(),
                        services.clock().instant())
                .orElseThrow(() ->
                        ApiException.conflict("version_mismatch", "The video was changed by somebody else meanwhile."));
        return ApiResponse.ok(json.described(updated, request.urls())).with(VideoJson.etag(updated));
    }

    /** {@code DELETE /videos/{video_id}}: with every object, also half-made ones. */
    ApiResponse delete(ApiRequest request) {
        AssetId id = managed(request).id();
        if (!services.assets()
                .delete(Callers.viewpoint(request), id, services.clock().instant())) {
            throw VideoIds.notFound();
        }
        return ApiResponse.noContent();
    }

    /** {@code POST /videos/{video_id}/retry}: processes a failed one again, from its source. */
    ApiResponse retry(ApiRequest request) {
        AssetId id = managed(request).id();
        Viewpoint viewpoint = Callers.viewpoint(request);
        if (!services.assets().retry(viewpoint, id, services.clock().instant())) {
            throw ApiException.conflict("video_not_failed", "Only a video whose processing failed is processed again.");
        }
        AssetRecord asset = services.assets().find(viewpoint, id).orElseThrow(VideoIds::notFound);
        return ApiResponse.ok(json.described(asset, request.urls())).with(VideoJson.etag(asset));
    }

    /** Whoever may see it and not change it is told so. */
    private AssetRecord managed(ApiRequest request) {
        Viewpoint viewpoint = Callers.viewpoint(request);
        AssetRecord asset =
                services.assets().find(viewpoint, VideoIds.of(request)).orElseThrow(VideoIds::notFound);
        if (!viewpoint.manages(asset.owner())) {
            throw ApiException.permissionDenied("The video is not yours.");
        }
        return asset;
    }
}
