package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.live.Callers;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.engine.asset.AssetDerivation;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.ClipCuts;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.asset.Thumbnails;
import dev.sluice.engine.job.Jobs;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.identity.account.AccountRepository;
import java.time.InstantSource;

/** What the videos resource stands on. */
public record VideoServices(
        AssetRepository assets,
        AssetDerivation derivation,
        ClipCuts cuts,
        Subtitles subtitles,
        Thumbnails thumbnails,
        Jobs jobs,
        AccountRepository accounts,
        PlaybackPasses passes,
        InstantSource clock) {
    /**
     * The video of a path, for those who change it.
     *
     * @throws ApiException 404 or 403 when the caller must not
     */
    AssetRecord managed(ApiRequest request) {
        Viewpoint viewpoint = Callers.viewpoint(request);
        AssetRecord asset = assets.find(viewpoint, VideoIds.of(request)).orElseThrow(VideoIds::notFound);
        if (!viewpoint.manages(asset.owner())) {
            throw ApiException.permissionDenied("The video is not yours.");
        }
        return asset;
    }
}
