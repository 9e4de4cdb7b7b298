package dev.sluice.api.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Instants as the API writes them: RFC 3339 in UTC. */
public final class Timestamps {
    private Timestamps() {}

    /** Whole seconds, {@code 2025-10-01T12:00:00Z}; null stays null. */
    public static @Nullable String seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** With milliseconds where there are any; null stays null. */
    public static @Nullable String millis(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
