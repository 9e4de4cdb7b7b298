package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dev.sluice.api.http.RequestServices;
import dev.sluice.engine.live.RepeatedTask;
import dev.sluice.engine.live.ScheduledTimers;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.limit.MemoryRequestLimiter;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.storage.db.Database;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** What every request of the API meets, and the removal of what is left of old ones. */
@Module
final class RequestsModule {
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);
    private static final int MAX_SWEPT_ROWS = 10_000;

    private RequestsModule() {}

    @Provides
    @Singleton
    static RequestServices requests(
            Authenticator authenticator, Database database, Clock clock, SluiceConfig config, Lifecycle lifecycle) {
        RequestLimiter limiter =
                config.api().sharedLimits() ? database.sharedLimiter(clock) : new MemoryRequestLimiter(clock);
        RequestServices services =
                new RequestServices(authenticator, limiter, database.idempotency(), database.auditLog());
        ScheduledTimers timers = new ScheduledTimers();
        lifecycle.started("timers of old requests", timers);
        RepeatedTask sweep = new RepeatedTask("old-requests", SWEEP_PAUSE, timers, () -> {
            services.idempotency().sweep(clock.instant(), MAX_SWEPT_ROWS);
            services.limiter().sweep(MAX_SWEPT_ROWS);
        });
        lifecycle.started("removal of old requests", sweep);
        sweep.start();
        return services;
    }
}
