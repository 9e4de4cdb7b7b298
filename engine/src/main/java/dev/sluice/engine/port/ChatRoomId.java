package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;

/** A stream's chat room and whose it is. */
public record ChatRoomId(String tenant, StreamId stream) {}
