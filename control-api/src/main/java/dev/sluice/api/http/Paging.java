package dev.sluice.api.http;

import io.vertx.core.json.JsonObject;

/** Which page of a list is asked for, {@code ?page&limit}. */
public record Paging(int page, int limit) {
    /** By the parameters of those names, which have defaults in the document. */
    public static Paging of(ApiRequest request) {
        return new Paging(
                request.parameters().getInteger("page"), request.parameters().getInteger("limit"));
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
