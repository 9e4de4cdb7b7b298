package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.DerivedAsset;
import dev.sluice.engine.port.Viewpoint;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code POST /videos/{video_id}/clips}: a video of a stretch of another, cut at key frames, without encoding. */
final class ClipVideo implements ApiHandler {
    private static final double US_PER_SECOND = 1_000_000.0;

    private final VideoServices services;
    private final VideoJson json;

    ClipVideo(VideoServices services, VideoJson json) {
        this.services = services;
        this.json = json;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Viewpoint viewpoint = Callers.viewpoint(request);
        AssetRecord parent =
                services.assets().find(viewpoint, VideoIds.of(request)).orElseThrow(VideoIds::notFound);
        if (!viewpoint.manages(parent.owner())) {
            throw ApiException.permissionDenied("The video is not yours.");
        }
        AssetOutput output = parent.output();
        if (output == null) {
            throw ApiException.conflict("video_not_ready", "Only a video that is ready can be clipped.");
        }
        DerivedAsset clip = new DerivedAsset(
                AssetId.random(),
                Callers.owner(request),
                details(request, parent),
                DerivedAsset.Kind.CLIP,
                origin(request, parent.id(), output));
        AssetRecord made = services.derivation().derive(clip, services.clock().instant());
        return ApiResponse.created(json.described(made, request.urls())).with(VideoJson.etag(made));
    }

    private static AssetDetails details(ApiRequest request, AssetRecord parent) {
        AssetDetails of = parent.details();
        return VideoDetailsReader.read(
                request,
                new AssetDetails(of.title(), of.description(), of.visibility(), List.of(), /* profile= */ null, "{}"));
    }

    private static String origin(ApiRequest request, AssetId parent, AssetOutput output) {
        Fields fields = Fields.of(request);
        long startUs = us(request, "start");
        long endUs = us(request, "end");
        if (endUs <= startUs) {
            fields.problem("end", "Must be after start.");
        }
        if (startUs >= output.durationUs()) {
            fields.problem("start", "Must be before the end of the video.");
        }
        fields.check();
        return new JsonObject()
                .put("clip_of", parent.toString())
                .put("start_us", startUs)
                .put("end_us", endUs)
                .encode();
    }

    private static long us(ApiRequest request, String name) {
        return Math.round(request.fields().getDouble(name) * US_PER_SECOND);
    }
}
