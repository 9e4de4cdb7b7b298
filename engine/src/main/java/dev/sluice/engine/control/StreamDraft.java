package dev.sluice.engine.control;

import dev.sluice.engine.port.StreamVisibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a platform says of a stream that it wants created. Already validated. */
public record StreamDraft(
        String title,
        @Nullable String description,
        @Nullable Instant scheduledStart,
        StreamVisibility visibility) {}
