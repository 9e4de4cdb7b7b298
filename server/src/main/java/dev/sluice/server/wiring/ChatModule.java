package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.sluice.api.chat.ChatDesk;
import dev.sluice.api.chat.ChatRoutes;
import dev.sluice.api.chat.RoomFigures;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.live.StreamChat;
import dev.sluice.api.ws.Notifier;
import dev.sluice.api.ws.ProgressPulse;
import dev.sluice.api.ws.SocketHub;
import dev.sluice.api.ws.SocketRoutes;
import dev.sluice.api.ws.SocketServices;
import dev.sluice.api.ws.VideoProgress;
import dev.sluice.engine.LiveEngine;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.chat.ChatRooms;
import dev.sluice.engine.chat.ChatService;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.live.RepeatedTask;
import dev.sluice.engine.live.ScheduledTimers;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.events.EventFeed;
import dev.sluice.events.EventLog;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.storage.db.Database;
import dev.sluice.storage.db.PostgresSignals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Chat rooms and sockets. What runs by itself here is started with the routes and stopped by the lifecycle. */
@Module
final class ChatModule {
    private static final Duration PULSE = Duration.ofSeconds(1);

    private ChatModule() {}

    @Provides
    @Singleton
    static PostgresSignals signals(Database database, Lifecycle lifecycle) {
        PostgresSignals signals = database.signals();
        lifecycle.started("signals between nodes", signals);
        return signals;
    }

    @Provides
    static ChatRepository repository(Database database, PostgresSignals signals) {
        return database.chat(signals);
    }

    @Provides
    @Singleton
    static ChatRooms rooms(ChatRepository repository) {
        return new ChatRooms(repository);
    }

    @Provides
    @Singleton
    static ChatService chat(
            SluiceConfig config, ChatRepository repository, ChatRooms rooms, PostgresSignals signals, Clock clock) {
        return new ChatService(repository, rooms, signals, Settings.chat(config.chat()), clock);
    }

    @Provides
    static StreamChat figures(ChatService chat, ChatRepository repository) {
        return new RoomFigures(chat, repository);
    }

    @Provides
    static ChatDesk desk(LiveEngine engine, ChatService chat) {
        return new ChatDesk(engine.control(), chat);
    }

    @Provides
    @Singleton
    static SocketHub hub(
            SluiceConfig config,
            ChatRooms rooms,
            ViewerStats viewers,
            EventFeed feed,
            PrometheusMeterRegistry meters,
            Lifecycle lifecycle) {
        SocketHub hub = new SocketHub(Settings.sockets(config), rooms, viewers, feed, meters);
        lifecycle.started("sockets", hub);
        return hub;
    }

    @Provides
    @Singleton
    static Notifier notifier(SocketHub hub, ChatRooms rooms, PostgresSignals signals) {
        Notifier notifier = new Notifier(hub, signals);
        signals.listen(rooms);
        signals.listen(notifier);
        signals.start();
        return notifier;
    }

    @Provides
    @Singleton
    static VideoProgress progress(Uploads uploads, AssetRepository assets, JobLedger jobs, Clock clock) {
        return new VideoProgress(uploads, assets, jobs, clock);
    }

    @Provides
    static SocketServices socketServices(
            SluiceConfig config, ChatDesk desk, EventLog log, ViewerStats viewers, VideoProgress progress) {
        return new SocketServices(Settings.sockets(config), desk, log, viewers, progress);
    }

    @Provides
    @IntoSet
    static RouteGroup chatRoutes(ChatDesk desk, ChatRepository repository, Clock clock) {
        return new ChatRoutes(desk, repository, clock);
    }

    @Provides
    @IntoSet
    @Singleton
    static RouteGroup socketRoutes(
            SocketHub hub, SocketServices services, Notifier notifier, ChatService chat, Lifecycle lifecycle) {
        ScheduledTimers timers = new ScheduledTimers();
        lifecycle.started("timers of chat and sockets", timers);
        repeat("socket-pulse", hub::tick, timers, lifecycle);
        repeat("socket-credentials", hub::checkCredentials, timers, lifecycle);
        repeat("video-progress", new ProgressPulse(hub, services.progress())::pulse, timers, lifecycle);
        repeat("chat-reactions", chat::flushReactions, timers, lifecycle);
        return new SocketRoutes(hub, services, notifier);
    }

    private static void repeat(String name, RepeatedTask.Task task, ScheduledTimers timers, Lifecycle lifecycle) {
        RepeatedTask repeated = new RepeatedTask(name, PULSE, timers, task);
        lifecycle.started(name, repeated);
        repeated.start();
    }
}
