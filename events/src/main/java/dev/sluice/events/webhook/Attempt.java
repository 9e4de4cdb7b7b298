package dev.sluice.events.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to an endpoint, as the log keeps it.
 *
 * @param number from 1 within its delivery
 * @param statusCode null when there was no answer
 * @param answer the beginning of the answer's body, null when there was no answer
 * @param error what went wrong, null when the answer was a 2xx
 */
public record Attempt(
        int number,
        Instant startedAt,
        long durationMs,
        @Nullable Integer statusCode,
        @Nullable String answer,
        @Nullable String error) {
    public boolean succeeded() {
        return error == null;
    }
}
