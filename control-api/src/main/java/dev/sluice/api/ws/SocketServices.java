package dev.sluice.api.ws;

import dev.sluice.api.chat.ChatDesk;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.events.EventLog;

/** What sockets stand on beside the hub. */
public record SocketServices(
        SocketSettings settings, ChatDesk desk, EventLog log, ViewerStats viewers, VideoProgress progress) {}
