package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Paging;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetPage;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What is asked of videos. */
final class ReadHandlers {
    private final VideoServices services;
    private final VideoJson json;

    ReadHandlers(VideoServices services, VideoJson json) {
        this.services = services;
        this.json = json;
    }

    /** {@code GET /videos?status&visibility&owner&tag&q&page&limit}, newest first. */
    ApiResponse list(ApiRequest request) {
        Paging paging = Paging.of(request);
        JsonObject parameters = request.parameters();
        AssetPage found = services.assets()
                .list(new AssetQuery(
                        Callers.viewpoint(request),
                        word(parameters.getString("status"), AssetStatus.values()),
                        word(parameters.getString("visibility"), Visibility.values()),
                        parameters.getString("owner"),
                        parameters.getString("tag"),
                        parameters.getString("q"),
                        paging.page(),
                        paging.limit()));
        JsonArray data = new JsonArray();
        found.assets().forEach(asset -> data.add(json.described(asset, request.urls())));
        return ApiResponse.ok(new JsonObject().put("data", data).put("pagination", paging.json(found.total())));
    }

    /** {@code GET /videos/{video_id}}. */
    ApiResponse details(ApiRequest request) {
        AssetRecord asset = visible(request);
        boolean manages = Callers.viewpoint(request).manages(asset.owner());
        return ApiResponse.ok(json.detailed(asset, request.urls(), manages)).with(VideoJson.etag(asset));
    }

    /** {@code GET /videos/{video_id}/stream}. */
    ApiResponse stream(ApiRequest request) {
        AssetRecord asset = visible(request);
        AssetOutput output = asset.output();
        if (output == null) {
            throw ApiException.conflict(
                    "video_not_ready",
                    asset.status() == AssetStatus.FAILED
                            ? "The video could not be processed and does not play."
                            : "The video is still being processed.");
        }
        return ApiResponse.ok(json.stream(asset, output, request.urls()));
    }

    /** {@code GET /videos/{video_id}/job}, for those who manage it. */
    ApiResponse job(ApiRequest request) {
        Viewpoint viewpoint = Callers.viewpoint(request);
        AssetRecord asset = visible(request);
        if (!viewpoint.manages(asset.owner())) {
            throw VideoIds.notFound();
        }
        return services.jobs()
                .newest(asset.id())
                .map(job -> ApiResponse.ok(JobJson.of(job, services.clock().instant())))
                .orElseThrow(() -> ApiException.notFound("Job"));
    }

    private AssetRecord visible(ApiRequest request) {
        return services.assets()
                .find(Callers.viewpoint(request), VideoIds.of(request))
                .orElseThrow(VideoIds::notFound);
    }

    private static <E extends Enum<E>> @Nullable E word(@Nullable String text, E[] known) {
        if (text == null) {
            return null;
        }
        for (E each : known) {
            if (VideoJson.name(each).equals(text)) {
                return each;
            }
        }
        throw new IllegalStateException(text + " is a word that the document does not allow");
    }
}
