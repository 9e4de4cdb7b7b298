package dev.sluice.api.edge;

import org.jspecify.annotations.Nullable;

/** The conditional requests of RFC 9110 section 13 that the edge honours. */
final class Conditions {
    private Conditions() {}

    /** True when an If-None-Match header names this representation (weak comparison). */
    static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        for (String candidate : ifNoneMatch.split(",")) {
            String tag = candidate.strip();
            if ((tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    /** False when an If-Range header asks for the whole because the representation has changed (strong comparison). */
    static boolean rangeApplies(@Nullable String ifRange, String etag) {
        return ifRange == null || ifRange.strip().equals(etag);
    }
}
