package dev.sluice.engine.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a platform says of a stream. Already validated.
 *
 * @param metadataJson the platform's own JSON object, kept and given back as it is
 * @param record true to make an asset of it when it ends
 */
public record StreamDetails(
        String title,
        @Nullable String description,
        @Nullable Instant scheduledStart,
        Visibility visibility,
        String metadataJson,
        boolean record) {
    public static final String NO_METADATA = "{}";

    /** With a title and nothing else. */
    public static StreamDetails titled(String title, Visibility visibility) {
        return new StreamDetails(title, null, null, visibility, NO_METADATA, /* record= */ false);
    }
}
