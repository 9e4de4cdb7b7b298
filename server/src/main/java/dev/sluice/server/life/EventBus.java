package dev.sluice.server.life;

import dev.sluice.api.events.EventMeters;
import dev.sluice.events.EventSweeper;
import dev.sluice.events.PollingEventFeed;
import dev.sluice.events.webhook.WebhookDispatcher;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import java.time.Clock;

/** The parts that carry events to those who asked for them. {@link #start} once, {@link #close} last. */
public final class EventBus implements AutoCloseable {
    private final PollingEventFeed feed;
    private final WebhookDispatcher webhooks;
    private final EventSweeper sweeper;
    private final PrometheusMeterRegistry meters;
    private final Clock clock;

    @Inject
    EventBus(
            PollingEventFeed feed,
            WebhookDispatcher webhooks,
            EventSweeper sweeper,
            PrometheusMeterRegistry meters,
            Clock clock) {
        this.feed = feed;
        this.webhooks = webhooks;
        this.sweeper = sweeper;
        this.meters = meters;
        this.clock = clock;
    }

    /** Needs the database. What an earlier life left undelivered goes out from here on. */
    void start() {
        EventMeters.bind(meters, feed, webhooks.figures(), clock);
        feed.subscribe(event -> webhooks.wake());
        feed.start();
        webhooks.start();
        sweeper.start();
    }

    @Override
    public void close() {
        sweeper.close();
        webhooks.close();
        feed.close();
    }
}
