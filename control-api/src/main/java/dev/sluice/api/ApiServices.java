package dev.sluice.api;

import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.api.live.StreamChat;
import dev.sluice.api.ops.ReadinessCheck;
import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.identity.Authenticator;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;

/**
 * What the HTTP server stands on. None of it is closed by the server.
 *
 * @param viewers the same meter that the engine reads as {@link dev.sluice.engine.port.ViewerStats}
 * @param readiness all must pass for {@code /readyz} to answer 200
 * @param groups the parts of the API beside live streams
 */
public record ApiServices(
        StreamControl streams,
        LiveEdge edge,
        ObjectStore objects,
        Authenticator authenticator,
        ViewerMeter viewers,
        PrometheusMeterRegistry meters,
        List<ReadinessCheck> readiness,
        List<RouteGroup> groups,
        StreamChat chat,
        PlaybackPasses passes,
        Clock clock) {
    public ApiServices {
        readiness = List.copyOf(readiness);
        groups = List.copyOf(groups);
    }
}
