package dev.sluice.api;

import dev.sluice.api.edge.EdgeSources;
import dev.sluice.api.http.RequestServices;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.live.LiveServices;
import dev.sluice.api.ops.ReadinessCheck;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;

/**
 * What the HTTP server stands on. None of it is closed by the server.
 *
 * @param readiness all must pass for {@code /readyz} to answer 200
 * @param groups the parts of the API beside live streams
 */
public record ApiServices(
        LiveServices live,
        EdgeSources sources,
        RequestServices requests,
        PrometheusMeterRegistry meters,
        List<ReadinessCheck> readiness,
        List<RouteGroup> groups,
        Clock clock) {
    public ApiServices {
        readiness = List.copyOf(readiness);
        groups = List.copyOf(groups);
    }
}
