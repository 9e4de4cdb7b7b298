package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.upload.GuardedPullClient;
import dev.sluice.api.upload.UploadRoutes;
import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.live.ScheduledTimers;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.upload.BufferBudget;
import dev.sluice.engine.upload.UploadLimits;
import dev.sluice.engine.upload.UploadPorts;
import dev.sluice.engine.upload.UploadPuller;
import dev.sluice.engine.upload.UploadSweeper;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.UploadWork;
import dev.sluice.storage.db.Database;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Files that are brought. */
@Module
final class UploadsModule {
    private static final int PULLS_AT_ONCE = 4;
    /** How long a request waits for memory before it is told to come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private UploadsModule() {}

    @Provides
    static UploadPorts ports(
            SluiceConfig config,
            Database database,
            ObjectStore objects,
            MultipartObjects parts,
            AssetIntake intake,
            Clock clock) {
        UploadLimits limits = Settings.uploads(config.uploads());
        return new UploadPorts(
                database.uploads(),
                objects,
                parts,
                intake,
                new BufferBudget(limits.bufferBytes(), PATIENCE),
                limits,
                clock);
    }

    @Provides
    @Singleton
    static Uploads uploads(UploadPorts ports) {
        return new Uploads(ports);
    }

    @Provides
    @Singleton
    static UploadWork work(SluiceConfig config, Uploads uploads) {
        ScheduledTimers timers = new ScheduledTimers();
        GuardedPullClient client =
                new GuardedPullClient(guard(config), config.uploads().pullTimeout(), PULLS_AT_ONCE);
        return new UploadWork(
                new UploadSweeper(uploads, timers),
                new UploadPuller(uploads, client, PULLS_AT_ONCE, timers),
                client,
                timers);
    }

    @Provides
    @IntoSet
    static RouteGroup routes(SluiceConfig config, Uploads uploads) {
        return new UploadRoutes(
                uploads, guard(config), new CorsPolicy(config.http().corsOrigins()));
    }

    /** Of its own, since who may be told of events may not be who may be asked for files. */
    private static AddressGuard guard(SluiceConfig config) {
        return new AddressGuard(config.uploads().allowPrivateAddresses());
    }
}
