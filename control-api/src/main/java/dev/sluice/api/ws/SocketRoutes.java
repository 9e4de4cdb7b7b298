package dev.sluice.api.ws;

import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.identity.Scope;
import java.util.List;

/** The socket, and what the platform sends through it. */
public final class SocketRoutes implements RouteGroup {
    private final SocketHub hub;
    private final SocketServices services;
    private final Notifier notifier;

    public SocketRoutes(SocketHub hub, SocketServices services, Notifier notifier) {
        this.hub = hub;
        this.services = services;
        this.notifier = notifier;
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        return List.of(
                Route.get(SocketHandshake.PATH, new SocketHandshake(hub, services, api.calls(), api.authenticator())),
                Route.post(
                        "/api/v1/notifications",
                        api.needing(Scope.NOTIFICATIONS_SEND, new SendNotification(notifier))));
    }
}
