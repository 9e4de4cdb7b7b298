package dev.sluice.api.events;

import dev.sluice.events.PollingEventFeed;
import dev.sluice.events.webhook.DispatchFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How far the parts of the event bus are, as meters. */
public final class EventMeters {
    private static final double MS_PER_SECOND = 1000;

    private EventMeters() {}

    /** Call once. */
    public static void bind(MeterRegistry registry, PollingEventFeed feed, DispatchFigures webhooks) {
        lag(registry, "feed", feed::lag);
        lag(registry, "webhooks", webhooks::lag);
        Gauge.builder("sluice.webhooks.queue", webhooks, DispatchFigures::waiting)
                .description("Deliveries that wait, of all nodes")
                .register(registry);
        deliveries(registry, webhooks, "succeeded", DispatchFigures::succeeded);
        deliveries(registry, webhooks, "retried", DispatchFigures::retried);
        deliveries(registry, webhooks, "failed", DispatchFigures::failed);
    }

    private static void lag(MeterRegistry registry, String part, Supplier<Duration> lag) {
        Gauge.builder("sluice.events.lag.seconds", () -> lag.get().toMillis() / MS_PER_SECOND)
                .tag("part", part)
                .description("Time since this part had handled every event; about a second when all is well")
                .register(registry);
    }

    private static void deliveries(
            MeterRegistry registry, DispatchFigures webhooks, String outcome, ToDoubleFunction<DispatchFigures> count) {
        FunctionCounter.builder("sluice.webhooks.attempts", webhooks, count)
                .tag("outcome", outcome)
                .description("Requests to webhook endpoints through this node")
                .register(registry);
    }
}
