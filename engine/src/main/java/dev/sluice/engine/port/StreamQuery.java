package dev.sluice.engine.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which streams a listing holds, newest first.
 *
 * @param viewpoint null for the server itself, which sees all
 * @param status null for all
 * @param visibility null for all that the viewpoint lists: their own, and public ones
 * @param ownerId null for all
 * @param metadata top-level entries of the metadata that must be equal, as text
 * @param page from 1
 * @param limit rows in a page, 1 to {@value #MAX_LIMIT}
 */
public record StreamQuery(
        @Nullable Viewpoint viewpoint,
        @Nullable StreamStatus status,
        @Nullable Visibility visibility,
        @Nullable String ownerId,
        Map<String, String> metadata,
        int page,
        int limit) {
    public static final int MAX_LIMIT = 100;

    public StreamQuery {
        metadata = Map.copyOf(metadata);
        if (page < 1 || limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("page " + page + " of " + limit + " rows");
        }
    }

    /** The newest of all tenants. */
    public static StreamQuery newest(@Nullable StreamStatus status, @Nullable Visibility visibility, int limit) {
        return new StreamQuery(null, status, visibility, null, Map.of(), 1, limit);
    }
}
