package dev.sluice.events.webhook;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one request. Blocks for a bounded time; never throws for what the network or the receiver does. */
public interface WebhookSender extends AutoCloseable {
    /**
     * What came back.
     *
     * @param statusCode null when there was no answer
     * @param excerpt the beginning of the answer's body, null when there was no answer
     * @param error why there was no answer, null when there was one
     * @param retryAfter what the answer's Retry-After asks for, null when it does not
     */
    record Result(
            @Nullable Integer statusCode,
            @Nullable String excerpt,
            @Nullable String error,
            @Nullable Duration retryAfter) {
        static Result failure(String error) {
            return new Result(null, null, error, null);
        }
    }

    Result send(String url, Map<String, String> headers, byte[] body);

    /** Ends what is in progress. */
    @Override
    void close();
}
