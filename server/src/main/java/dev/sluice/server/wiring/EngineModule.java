package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dev.sluice.engine.EnginePorts;
import dev.sluice.engine.LiveEngine;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.Thumbnailer;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.NodeId;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The engine on its ports. */
@Module
final class EngineModule {
    private EngineModule() {}

    @Provides
    @Singleton
    static LiveEngine engine(SluiceConfig config, EnginePorts ports, Clock clock, NodeId node) {
        return new LiveEngine(Settings.engine(config), ports, clock, node.text());
    }

    @Provides
    static EnginePorts ports(
            StreamRepository streams,
            Transcoder transcoder,
            Packager packager,
            Thumbnailer thumbnailer,
            ObjectStore store,
            ViewerStats viewers) {
        return new EnginePorts(streams, transcoder, packager, thumbnailer, store, viewers);
    }
}
