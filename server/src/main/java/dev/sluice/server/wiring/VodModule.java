package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.sluice.api.edge.EdgeSources;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.api.pages.PublicVideos;
import dev.sluice.api.profile.ProfileRoutes;
import dev.sluice.api.video.VideoRoutes;
import dev.sluice.api.video.VideoServices;
import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.ClipCuts;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.asset.Thumbnails;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.JobQueue;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.server.adapter.PlayableThings;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.VodRules;
import dev.sluice.server.life.FileWorkers;
import dev.sluice.server.life.NodeId;
import dev.sluice.server.life.UploadWork;
import dev.sluice.storage.db.Database;
import dev.sluice.vod.job.KeyFrameCuts;
import dev.sluice.vod.job.Profiles;
import dev.sluice.vod.job.VodWorker;
import dev.sluice.vod.job.VodWorkers;
import dev.sluice.vod.preview.ProfilePreview;
import dev.sluice.vod.publish.PictureThreads;
import dev.sluice.vod.publish.PublishedFilms;
import dev.sluice.vod.publish.SubtitleDesk;
import dev.sluice.vod.publish.ThumbnailDesk;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Files that become assets. */
@Module
final class VodModule {
    private VodModule() {}

    @Provides
    static AssetRepository assets(Database database, Clock clock) {
        return database.assets(clock);
    }

    /** What changes of a video that plays. */
    record Desks(Subtitles subtitles, Thumbnails thumbnails) {}

    @Provides
    @Singleton
    static Desks desks(Database database, ObjectStore objects) {
        return new Desks(
                new SubtitleDesk(database.subtitles(), objects),
                new ThumbnailDesk(database.thumbnails(), objects, PictureThreads.ofThisMachine()));
    }

    @Provides
    static ClipCuts cuts(ObjectStore objects) {
        return new KeyFrameCuts(objects);
    }

    @Provides
    static AssetIntake intake(Database database, Clock clock) {
        return database.assetIntake(clock);
    }

    @Provides
    static JobLedger jobs(Database database) {
        return database.jobs();
    }

    @Provides
    @Singleton
    static Profiles profiles(SluiceConfig config) {
        return new Profiles(
                config.vod().profiles().stream().map(VodRules::profile).toList());
    }

    @Provides
    @Singleton
    static JobQueue queue(SluiceConfig config, Database database, NodeId node) {
        return database.jobQueue(
                node.text(), Settings.vodWorkers(config.vod()), config.vod().heartbeat());
    }

    @Provides
    static VodWorkers.Stores stores(
            AssetRepository assets, JobLedger jobs, ObjectStore objects, MultipartObjects parts) {
        return new VodWorkers.Stores(assets, jobs, objects, parts);
    }

    @Provides
    static VodWorker worker(
            SluiceConfig config, VodWorkers.Stores stores, Profiles profiles, NodeId node, Clock clock) {
        return VodWorkers.create(
                stores,
                profiles,
                Settings.sourceLimits(config.vod()),
                Settings.worker(config.vod(), node.text()),
                clock);
    }

    @Provides
    @Singleton
    static FileWorkers workers(SluiceConfig config, UploadWork uploads, JobQueue queue, VodWorker worker) {
        return new FileWorkers(uploads, config.vod().enabled(), queue, worker);
    }

    @Provides
    @Singleton
    static EdgeSources sources(ObjectStore objects, StreamRepository streams, AssetRepository assets) {
        return new EdgeSources(objects, new PublishedFilms(objects), new PlayableThings(streams, assets));
    }

    @Provides
    @IntoSet
    static RouteGroup routes(
            AssetRepository assets,
            ClipCuts cuts,
            Desks desks,
            JobLedger jobs,
            Database database,
            PlaybackPasses passes,
            Clock clock) {
        return new VideoRoutes(new VideoServices(
                assets,
                database.assetDerivation(clock),
                cuts,
                desks.subtitles(),
                desks.thumbnails(),
                jobs,
                database.accounts(),
                passes,
                clock));
    }

    @Provides
    @IntoSet
    static RouteGroup pages(AssetRepository assets, PlaybackPasses passes, Clock clock) {
        return new PublicVideos(assets, passes, clock);
    }

    @Provides
    @IntoSet
    static RouteGroup profileRoutes(Profiles profiles, AssetRepository assets) {
        return new ProfileRoutes(new ProfilePreview(profiles), assets);
    }
}
