package dev.sluice.api.ws;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.job.Jobs;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadException;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.identity.Principal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far videos are, on their way in and while they are processed, as the database knows it: whatever node is at them.
 * Blocks; safe for threads.
 */
public final class VideoProgress {
    private final Uploads uploads;
    private final AssetRepository assets;
    private final Jobs jobs;
    private final InstantSource clock;

    public VideoProgress(Uploads uploads, AssetRepository assets, Jobs jobs, InstantSource clock) {
        this.uploads = uploads;
        this.assets = assets;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * A video, or an upload that will be one, for its owner and those who manage the tenant.
     *
     * @throws ApiException when there is none, or the caller may not know how it is made
     */
    Topic topic(Principal caller, String text) {
        AssetId id;
        try {
            id = AssetId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw ApiException.notFound("Video");
        }
        Viewpoint viewpoint = Callers.viewpoint(caller);
        Optional<Owner> owner = upload(viewpoint, id).map(Upload::owner).or(() -> assets.find(viewpoint, id)
                .map(AssetRecord::owner));
        return owner.filter(viewpoint::manages)
                .map(found -> Topic.video(found, id))
                .orElseThrow(() -> ApiException.notFound("Video"));
    }

    /** What there is to tell now; empty once nobody knows of the upload or the video any more. */
    List<OutMessage> latest(Topic video) {
        AssetId id = AssetId.parse(video.name());
        List<OutMessage> messages = new ArrayList<>();
        upload(new Viewpoint(video.tenant(), null), id)
                .map(Messages::uploadProgress)
                .ifPresent(messages::add);
        jobs.newest(id)
                .map(job -> Messages.processingProgress(job, clock.instant()))
                .ifPresent(messages::add);
        return messages;
    }

    private Optional<Upload> upload(Viewpoint viewpoint, AssetId id) {
        try {
            return Optional.of(uploads.find(viewpoint, id));
        } catch (UploadException none) {
            return Optional.empty();
        }
    }
}
