package dev.sluice.server.wiring;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.engine.port.ViewerStats;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every room may need: the clock, the meters, who watches. */
@Module
interface BaseModule {
    @Provides
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }

    @Provides
    @Singleton
    static PrometheusMeterRegistry meters() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Provides
    @Singleton
    static ViewerMeter viewers(Clock clock) {
        return new ViewerMeter(clock);
    }

    @Binds
    ViewerStats viewerStats(ViewerMeter viewers);
}
