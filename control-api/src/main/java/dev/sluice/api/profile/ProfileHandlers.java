package dev.sluice.api.profile;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.PlanPreview;
import dev.sluice.engine.asset.PlannedAsset;
import dev.sluice.engine.asset.SourceFacts;
import dev.sluice.engine.port.Viewpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of profiles. */
final class ProfileHandlers {
    private static final double US_PER_SECOND = 1e6;

    private final PlanPreview preview;
    private final AssetRepository assets;

    ProfileHandlers(PlanPreview preview, AssetRepository assets) {
        this.preview = preview;
        this.assets = assets;
    }

    /** {@code GET /profiles}, the usual one first. */
    ApiResponse list(ApiRequest request) {
        JsonArray data = new JsonArray();
        preview.profiles().forEach(profile -> data.add(ProfileJson.of(profile)));
        return ApiResponse.ok(new JsonObject().put("data", data));
    }

    /** {@code POST /profiles:plan}: encodes nothing and changes nothing. */
    ApiResponse plan(ApiRequest request) {
        String profile = request.fields().getString("profile");
        String video = request.fields().getString("video_id");
        JsonObject source = request.fields().getJsonObject("source");
        if ((video == null) == (source == null)) {
            throw ApiException.validation(Map.of("video_id", "Exactly one of video_id and source must be there."));
        }
        Optional<PlannedAsset> planned = video != null ? ofVideo(request, video, profile) : ofFacts(source, profile);
        return planned.map(plan -> ApiResponse.ok(ProfileJson.of(plan)))
                .orElseThrow(() -> ApiException.validation(Map.of("profile", "There is no such profile.")));
    }

    private Optional<PlannedAsset> ofVideo(ApiRequest request, String id, @Nullable String profile) {
        Viewpoint viewpoint = Callers.viewpoint(request);
        AssetRecord asset = assets.find(viewpoint, AssetId.parse(id))
                .filter(found -> viewpoint.manages(found.owner()))
                .orElseThrow(() -> ApiException.notFound("Video"));
        String sourceJson = asset.sourceJson();
        if (sourceJson == null) {
            throw ApiException.conflict("video_not_probed", "Nobody has looked into the video's file yet.");
        }
        return preview.ofProbed(sourceJson, profile);
    }

    private Optional<PlannedAsset> ofFacts(@Nullable JsonObject source, @Nullable String profile) {
        JsonObject told = source == null ? new JsonObject() : source;
        JsonArray audio = told.getJsonArray("audio_channels", new JsonArray());
        int width = told.getInteger("width", 0);
        int height = told.getInteger("height", 0);
        if ((width == 0) != (height == 0) || (width == 0 && audio.isEmpty())) {
            throw ApiException.validation(Map.of("source", "Must have width and height, or audio_channels, or all."));
        }
        return preview.ofFacts(
                new SourceFacts(
                        width,
                        height,
                        told.getDouble("frame_rate", ProfileJson.USUAL_FRAME_RATE),
                        Math.round(told.getDouble("duration", 0.0) * US_PER_SECOND),
                        told.getBoolean("interlaced", false),
                        told.getBoolean("hdr", false),
                        audio.stream()
                                .map(channels -> ((Number) channels).intValue())
                                .toList()),
                profile);
    }
}
