package dev.sluice.events.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to change of an endpoint; null leaves a thing as it is.
 *
 * @param description an empty text takes the description away
 */
public record EndpointChange(
        @Nullable String url,
        @Nullable List<String> events,
        @Nullable Boolean enabled,
        @Nullable String description) {}
