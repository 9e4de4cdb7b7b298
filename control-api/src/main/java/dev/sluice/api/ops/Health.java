package dev.sluice.api.ops;

import java.util.Map;

/**
 * How something is that the server stands on.
 *
 * @param figures beside it in the answer; public, so nothing that tells about streams or addresses
 */
public record Health(Status status, Map<String, Long> figures) {
    public static final Health HEALTHY = new Health(Status.HEALTHY, Map.of());

    /** From best to worst. */
    public enum Status {
        HEALTHY,
        /** It works, but not as it should. */
        DEGRADED,
        UNHEALTHY
    }

    public Health {
        figures = Map.copyOf(figures);
    }
}
