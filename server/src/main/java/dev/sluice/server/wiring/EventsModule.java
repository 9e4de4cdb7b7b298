package dev.sluice.server.wiring;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.sluice.api.events.EventRoutes;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.events.EventFeed;
import dev.sluice.events.EventLog;
import dev.sluice.events.EventSweeper;
import dev.sluice.events.PollingEventFeed;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.HttpWebhookSender;
import dev.sluice.events.webhook.RetrySchedule;
import dev.sluice.events.webhook.WebhookDispatcher;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.NodeId;
import dev.sluice.storage.db.Database;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** The event bus: the log, its feed, webhooks. */
@Module
interface EventsModule {
    Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    Duration TOTAL_TIMEOUT = Duration.ofSeconds(15);
    Duration LEASE = Duration.ofSeconds(45);
    Duration SWEEP_PAUSE = Duration.ofMinutes(10);

    @Provides
    static EventLog log(Database database) {
        return database.events();
    }

    @Provides
    @Singleton
    static PollingEventFeed pollingFeed(Database database, EventLog log, Clock clock) {
        return new PollingEventFeed(log, database.eventSignal(), clock);
    }

    @Binds
    EventFeed feed(PollingEventFeed feed);

    @Provides
    @Singleton
    static AddressGuard guard(SluiceConfig config) {
        return new AddressGuard(config.webhooks().allowPrivateAddresses());
    }

    @Provides
    @Singleton
    static WebhookDispatcher dispatcher(Database database, AddressGuard guard, NodeId node, Clock clock) {
        return new WebhookDispatcher(
                database.deliveries(),
                new HttpWebhookSender(guard, CONNECT_TIMEOUT, TOTAL_TIMEOUT, WebhookDispatcher.MAX_SENDERS, clock),
                new RetrySchedule(RetrySchedule.DEFAULT_AGES, new SecureRandom()::nextDouble),
                node.text(),
                LEASE,
                clock);
    }

    @Provides
    @Singleton
    static EventSweeper sweeper(SluiceConfig config, Database database, Clock clock) {
        return new EventSweeper(database.eventRetention(), config.events().retention(), SWEEP_PAUSE, clock);
    }

    @Provides
    @IntoSet
    static RouteGroup routes(Database database, EventLog log, AddressGuard guard, Clock clock) {
        return new EventRoutes(database.webhooks(), log, database.eventHistory(), guard, clock);
    }
}
