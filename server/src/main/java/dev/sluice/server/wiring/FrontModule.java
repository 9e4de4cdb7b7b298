package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dev.sluice.api.ApiServer;
import dev.sluice.api.ApiServices;
import dev.sluice.api.edge.EdgeSources;
import dev.sluice.api.http.RequestServices;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.live.LiveServices;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.api.live.StreamChat;
import dev.sluice.api.ops.ReadinessCheck;
import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.engine.LiveEngine;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.rtmp.RtmpServer;
import dev.sluice.server.adapter.BoundedTranscoder;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.Check;
import dev.sluice.server.life.OpenSign;
import dev.sluice.server.life.PartChecks;
import dev.sluice.server.life.SluiceServer.ApiServerFactory;
import dev.sluice.storage.db.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** What clients talk to: RTMP and HTTP. */
@Module
final class FrontModule {
    private FrontModule() {}

    @Provides
    @Singleton
    static RtmpServer rtmp(SluiceConfig config, LiveEngine engine) {
        return new RtmpServer(Settings.rtmp(config.rtmp()), engine.ingest());
    }

    @Provides
    static ApiServerFactory apiServers(SluiceConfig config, ApiServices services) {
        return rtmpPort -> new ApiServer(Settings.api(config, rtmpPort), services);
    }

    @Provides
    static List<ReadinessCheck> readiness(
            SluiceConfig config,
            OpenSign open,
            Database database,
            ObjectStore store,
            BoundedTranscoder transcoder,
            LiveEngine engine) {
        int places = config.transcoder().enabled() ? config.transcoder().maxSessions() : 0;
        long spoolBytes = Settings.engine(config).store().spoolBytes();
        return List.of(
                Check.of("server", open::check),
                Check.of("database", database::check),
                Check.of("s3", store::check),
                new Check("workers", false, () -> PartChecks.workers(places, transcoder.openSessions())),
                new Check(
                        "spool", false, () -> PartChecks.spool(engine.figures().values(), spoolBytes)));
    }

    @Provides
    @Singleton
    static PlaybackPasses passes(Database database, Clock clock) {
        return new PlaybackPasses(database.secrets().secret("playback-passes"), clock);
    }

    @Provides
    static LiveServices live(LiveEngine engine, ViewerMeter viewers, StreamChat chat, PlaybackPasses passes) {
        return new LiveServices(engine.control(), engine.edge(), viewers, chat, passes);
    }

    @Provides
    static ApiServices services(
            LiveServices live,
            EdgeSources sources,
            RequestServices requests,
            PrometheusMeterRegistry meters,
            List<ReadinessCheck> readiness,
            Set<RouteGroup> groups,
            Clock clock) {
        return new ApiServices(live, sources, requests, meters, readiness, List.copyOf(groups), clock);
    }
}
