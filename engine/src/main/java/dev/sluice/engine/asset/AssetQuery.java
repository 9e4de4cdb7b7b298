package dev.sluice.engine.asset;

import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * Which assets a listing holds, newest first.
 *
 * @param viewpoint null for the server itself, which sees all
 * @param status null for all
 * @param visibility null for all that the viewpoint lists: their own, and public ones that are ready
 * @param ownerId null for all
 * @param tag that they have; null for all
 * @param search words that title or description have; null for all
 * @param page from 1
 * @param limit rows in a page, 1 to {@value #MAX_LIMIT}
 */
public record AssetQuery(
        @Nullable Viewpoint viewpoint,
        @Nullable AssetStatus status,
        @Nullable Visibility visibility,
        @Nullable String ownerId,
        @Nullable String tag,
        @Nullable String search,
        int page,
        int limit) {
    public static final int MAX_LIMIT = 100;

    public AssetQuery {
        if (page < 1 || limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("page " + page + " of " + limit + " rows");
        }
    }
}
