package dev.sluice.engine.port;

import java.time.Instant;

/** Somebody whom a stream's owner lets keep order in its room. */
public record ChatModerator(String userId, String by, Instant createdAt) {}
