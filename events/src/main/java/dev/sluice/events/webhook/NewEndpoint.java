package dev.sluice.events.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An endpoint to create. */
public record NewEndpoint(
        UUID id,
        String tenant,
        String url,
        List<String> events,
        String secret,
        @Nullable String description,
        Instant createdAt) {
    public NewEndpoint {
        events = List.copyOf(events);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewEndpoint[" + id + ", " + tenant + "]";
    }
}
