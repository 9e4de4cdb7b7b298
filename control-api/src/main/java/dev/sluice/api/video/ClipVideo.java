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
import dev.sluice.engine.asset.AssetRendition.Media;
import dev.sluice.engine.asset.ClipCuts.Stretch;
import dev.sluice.engine.asset.DerivedAsset;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * {@code POST /videos/{video_id}/clips}: a video of a stretch of another, cut at key frames without encoding, or
 * exactly where it was asked for. The answer says where it really begins and ends.
 */
final class ClipVideo implements ApiHandler {
    private static final double US_PER_SECOND = 1_000_000.0;

    private final VideoServices services;
    private final VideoJson json;

    ClipVideo(VideoServices services, VideoJson json) {
        this.services = services;
        this.json = json;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws ObjectStoreException {
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
        JsonObject origin = origin(request, parent.id(), output);
        DerivedAsset clip = new DerivedAsset(
                AssetId.random(),
                Callers.owner(request),
                details(request, parent),
                DerivedAsset.Kind.CLIP,
                origin.encode());
        AssetRecord made = services.derivation().derive(clip, services.clock().instant());
        JsonObject answer = json.described(made, request.urls()).put("clip", VideoJson.clip(origin));
        return ApiResponse.created(answer).with(VideoJson.etag(made));
    }

    private static AssetDetails details(ApiRequest request, AssetRecord parent) {
        AssetDetails of = parent.details();
        return VideoDetailsReader.read(
                request,
                new AssetDetails(of.title(), of.description(), of.visibility(), List.of(), /* profile= */ null, "{}"));
    }

    private JsonObject origin(ApiRequest request, AssetId parent, AssetOutput output) throws ObjectStoreException {
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
        boolean exact = Boolean.TRUE.equals(fields.flag("exact"));
        if (exact) {
            checkCodecs(output);
        }
        Stretch asked = new Stretch(startUs, Math.min(endUs, output.durationUs()));
        Stretch cut = exact
                ? asked
                : services.cuts().atKeyFrames(parent, startUs, endUs).orElse(asked);
        return new JsonObject()
                .put("clip_of", parent.toString())
                .put("start_us", startUs)
                .put("end_us", endUs)
                .put("exact", exact)
                .put("cut_start_us", cut.startUs())
                .put("cut_end_us", cut.endUs());
    }

    private static void checkCodecs(AssetOutput output) {
        boolean encodable = output.renditions().stream()
                .filter(rendition -> rendition.media() == Media.VIDEO)
                .allMatch(rendition -> rendition.codecs().startsWith("avc1."));
        if (!encodable) {
            throw ApiException.conflict(
                    "exact_clip_not_possible", "Only H.264 can be clipped at any picture; clip at key frames.");
        }
    }

    private static long us(ApiRequest request, String name) {
        return Math.round(request.fields().getDouble(name) * US_PER_SECOND);
    }
}
