package dev.sluice.api.pages;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pages show of videos, for everybody and without a key. The list holds public videos that play; one video,
 * also one that is still being processed, is shown to whoever knows its id, which is what unlisted means, or holds a
 * pass where it is private. Nothing here tells whose they are or what is in their source.
 */
public final class PublicVideos implements RouteGroup {
    private static final String VIDEOS = "/pages/videos";

    private final AssetRepository assets;
    private final PlaybackPasses passes;
    private final NewestVideos newest;

    public PublicVideos(AssetRepository assets, PlaybackPasses passes, Clock clock) {
        this.assets = assets;
        this.passes = passes;
        this.newest = new NewestVideos(assets, clock);
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        return List.of(
                Route.get(VIDEOS, api.unlimited(this::list)),
                Route.get(VIDEOS + "/{video_id}", api.unlimited(this::one)));
    }

    /** {@code GET /pages/videos}. */
    private ApiResponse list(ApiRequest request) {
        JsonArray videos = new JsonArray();
        newest.get().forEach(asset -> videos.add(VideoLine.json(asset, /* pass= */ null)));
        return ApiResponse.ok(new JsonObject().put("videos", videos));
    }

    /** {@code GET /pages/videos/{video_id}}. */
    private ApiResponse one(ApiRequest request) {
        AssetId id = idOf(request);
        String pass = request.query().get("pass");
        AssetRecord asset = assets.find(id)
                .filter(row -> row.visibility() != Visibility.PRIVATE || opens(id, pass))
                .orElseThrow(PublicVideos::notFound);
        return ApiResponse.ok(VideoLine.json(asset, pass));
    }

    private boolean opens(AssetId id, @Nullable String pass) {
        return pass != null && passes.opens(id.value(), pass);
    }

    private static AssetId idOf(ApiRequest request) {
        try {
            return AssetId.parse(request.pathParameters().getOrDefault("video_id", ""));
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    private static ApiException notFound() {
        return ApiException.notFound("Video");
    }
}
