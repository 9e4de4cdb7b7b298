package dev.sluice.api.video;

import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;

/** How videos are received: likes and views. */
final class ReceptionHandlers {
    private final VideoServices services;

    ReceptionHandlers(VideoServices services) {
        this.services = services;
    }

    /** {@code POST /videos/{video_id}/like}: once for each who likes it. */
    ApiResponse like(ApiRequest request) {
        AssetId id = visible(request);
        services.assets()
                .like(id, request.principal().ownerId(), services.clock().instant());
        return ApiResponse.noContent();
    }

    /** {@code POST /videos/{video_id}/view}: one view, with how long it was. */
    ApiResponse view(ApiRequest request) {
        AssetId id = visible(request);
        Fields fields = Fields.of(request);
        services.assets().addView(id, fields.number("watch_time", 0), Boolean.TRUE.equals(fields.flag("completed")));
        return ApiResponse.noContent();
    }

    private AssetId visible(ApiRequest request) {
        return services.assets()
                .find(Callers.viewpoint(request), VideoIds.of(request))
                .orElseThrow(VideoIds::notFound)
                .id();
    }
}
