package dev.sluice.engine.port;

import java.time.Instant;

/** An object in a store, without its bytes. */
public record StoredObject(String key, long sizeBytes, Instant lastModified, ObjectMetadata metadata) {}
