package dev.sluice.api.edge;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which web origins may read live files from a page: all, or those of a list. */
public final class CorsPolicy {
    private static final String ANY = "*";

    private final boolean any;
    private final Set<String> origins;

    public CorsPolicy(List<String> origins) {
        this.any = origins.contains(ANY);
        this.origins = Set.copyOf(origins);
    }

    /** True when the answer differs by origin, so that caches must keep them apart. */
    boolean variesByOrigin() {
        return !any;
    }

    /** The value of Access-Control-Allow-Origin, null for none. */
    @Nullable
    String allow(@Nullable String origin) {
        if (any) {
            return ANY;
        }
        return origin != null && origins.contains(origin) ? origin : null;
    }
}
