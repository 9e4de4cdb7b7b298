package dev.sluice.api.http;

import io.vertx.core.json.JsonObject;

/** Which page of a list is asked for, {@code ?page&limit}. */
public record Paging(int page, int limit) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_PAGE = 100_000;

    /** @throws ApiException 400 when a parameter is no number of its range */
    public static Paging of(ApiRequest request) {
        return new Paging(
                QueryNumbers.read(request, "page", 1, MAX_PAGE, /* defaultValue= */ 1), limit(request, MAX_LIMIT));
    }

    /** The limit alone, for lists that go on from an item rather than by page. */
    public static int limit(ApiRequest request, int maxLimit) {
        return QueryNumbers.read(request, "limit", 1, maxLimit, DEFAULT_LIMIT);
    }

    public int offset() {
        return (page - 1) * limit;
    }

    /** The {@code pagination} of an answer. */
    public JsonObject json(long total) {
        return json(total, (long) page * limit < total);
    }

    public JsonObject json(long total, boolean hasNext) {
        return new JsonObject()
                .put("page", page)
                .put("limit", limit)
                .put("total", total)
                .put("has_next", hasNext);
    }
}
