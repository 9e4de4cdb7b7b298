package dev.sluice.api.events;

import dev.sluice.events.EventFeed;
import dev.sluice.events.PollingEventFeed;
import dev.sluice.events.webhook.DispatchFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How far the parts of the event bus are, as meters. */
public final class EventMeters {
    private static final double MS_PER_SECOND = 1000;

    private EventMeters() {}

    /** Call once. */
    public static void bind(
            MeterRegistry registry, PollingEventFeed feed, DispatchFigures webhooks, InstantSource clock) {
        lag(registry, "feed", feed::lag);
        lag(registry, "webhooks", webhooks::lag);
        delivery(registry, feed, clock);
        Gauge.builder("sluice.webhooks.oldest.seconds", () -> seconds(webhooks.oldestAge()))
                .description("How long the oldest delivery waits, of all nodes")
                .register(registry);
        Gauge.builder("sluice.webhooks.queue", webhooks, DispatchFigures::waiting)
                .description("Deliveries that wait, of all nodes")
                .register(registry);
        deliveries(registry, webhooks, "succeeded", DispatchFigures::succeeded);
        deliveries(registry, webhooks, "retried", DispatchFigures::retried);
        deliveries(registry, webhooks, "failed", DispatchFigures::failed);
    }

    private static void lag(MeterRegistry registry, String part, Supplier<Duration> lag) {
        Gauge.builder("sluice.events.lag.seconds", () -> seconds(lag.get()))
                .tag("part", part)
                .description("Time since this part had handled every event; about a second when all is well")
                .register(registry);
    }

    private static void delivery(MeterRegistry registry, EventFeed feed, InstantSource clock) {
        Timer lag = Timer.builder("sluice.events.delivery")
                .description("From an event's writing until the feed handed it over on this node")
                .register(registry);
        AtomicLong newestMs = new AtomicLong();
        Gauge.builder("sluice.events.delivery.lag.seconds", () -> newestMs.get() / MS_PER_SECOND)
                .description("The same of the last event")
                .register(registry);
        feed.subscribe(event -> {
            Duration age = Duration.between(event.createdAt(), clock.instant());
            newestMs.set(Math.max(0, age.toMillis()));
            lag.record(newestMs.get(), TimeUnit.MILLISECONDS);
        });
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MS_PER_SECOND;
    }

    private static void deliveries(
            MeterRegistry registry, DispatchFigures webhooks, String outcome, ToDoubleFunction<DispatchFigures> count) {
        FunctionCounter.builder("sluice.webhooks.attempts", webhooks, count)
                .tag("outcome", outcome)
                .description("Requests to webhook endpoints through this node")
                .register(registry);
    }
}
