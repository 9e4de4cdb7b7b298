package dev.sluice.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which web origins may read live files and the clock from a page: all, or those of a list. */
public final class CorsPolicy {
    private static final String ANY = "*";

    private final boolean any;
    private final Set<String> origins;

    public CorsPolicy(List<String> origins) {
        this.any = origins.contains(ANY);
        this.origins = Set.copyOf(origins);
    }

    /**
     * Marks an answer as readable, or not, for the page that asks.
     *
     * @return true when the page may read it, or no page asks and all may
     */
    public boolean apply(HttpServerRequest request, HttpServerResponse response) {
        if (!any) {
            response.headers().add("Vary", "Origin"); // Caches keep the answers to different origins apart.
        }
        String allowed = allow(request.getHeader("Origin"));
        if (allowed == null) {
            return false;
        }
        response.headers().set("Access-Control-Allow-Origin", allowed);
        return true;
    }

    /** Whether a page of this origin may connect; clients that are no page send none. */
    public boolean admits(@Nullable String origin) {
        return origin == null || any || origins.contains(origin);
    }

    private @Nullable String allow(@Nullable String origin) {
        if (any) {
            return ANY;
        }
        return origin != null && origins.contains(origin) ? origin : null;
    }
}
