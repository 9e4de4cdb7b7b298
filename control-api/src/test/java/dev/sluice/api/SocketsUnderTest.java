package dev.sluice.api;

import dev.sluice.api.chat.ChatDesk;
import dev.sluice.api.chat.ChatRoutes;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.api.ws.Notifier;
import dev.sluice.api.ws.ProgressPulse;
import dev.sluice.api.ws.SocketHub;
import dev.sluice.api.ws.SocketRoutes;
import dev.sluice.api.ws.SocketServices;
import dev.sluice.api.ws.SocketSettings;
import dev.sluice.api.ws.VideoProgress;
import dev.sluice.engine.chat.ChatLimits;
import dev.sluice.engine.chat.ChatRooms;
import dev.sluice.engine.chat.ChatService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;

/** Chat and sockets over fakes; tests give the pulse. */
final class SocketsUnderTest {
    final FakeChat chatRows = new FakeChat();
    final FakeEvents events = new FakeEvents();
    final FakeSignals signals = new FakeSignals();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final SocketHub hub;
    final ProgressPulse pulse;
    final ChatService chat;
    final List<RouteGroup> groups;

    SocketsUnderTest(
            FakeStreams streams, ViewerMeter viewers, VideoProgress progress, Clock clock, SocketSettings settings) {
        ChatRooms rooms = new ChatRooms(chatRows);
        chat = new ChatService(chatRows, rooms, signals, ChatLimits.DEFAULTS, clock);
        ChatDesk desk = new ChatDesk(streams, chat);
        hub = new SocketHub(settings, rooms, viewers, events, meters);
        pulse = new ProgressPulse(hub, progress);
        Notifier notifier = new Notifier(hub, signals);
        signals.listen(rooms);
        signals.listen(notifier);
        groups = List.of(
                new ChatRoutes(desk, chatRows, clock),
                new SocketRoutes(hub, new SocketServices(settings, desk, events, viewers, progress), notifier));
    }
}
