package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.events.EventHistory;
import dev.sluice.events.EventLog;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.Webhooks;
import dev.sluice.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;

/** The management of webhooks, and the log of events. */
public final class EventRoutes implements RouteGroup {
    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final String ONE = WEBHOOKS + "/{webhook_id}";
    private static final String DELIVERIES = ONE + "/deliveries";
    private static final String DELIVERY = DELIVERIES + "/{delivery_id}";

    private final Webhooks webhooks;
    private final EventLog events;
    private final EventHistory history;
    private final AddressGuard guard;
    private final InstantSource clock;

    public EventRoutes(
            Webhooks webhooks, EventLog events, EventHistory history, AddressGuard guard, InstantSource clock) {
        this.webhooks = webhooks;
        this.events = events;
        this.history = history;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        return List.of(
                Route.post(WEBHOOKS, managing(api, new CreateWebhook(webhooks, guard, clock))),
                Route.get(WEBHOOKS, managing(api, new ListWebhooks(webhooks))),
                Route.get(ONE, managing(api, new GetWebhook(webhooks))),
                Route.patch(ONE, managing(api, new ChangeWebhook(webhooks, guard, clock))),
                Route.delete(ONE, managing(api, new DeleteWebhook(webhooks))),
                Route.post(ONE + "/secret:rotate", managing(api, new RotateSecret(webhooks, clock))),
                Route.post(ONE + ":test", managing(api, new TestWebhook(webhooks, clock))),
                Route.get(DELIVERIES, managing(api, new ListDeliveries(webhooks))),
                Route.get(DELIVERY, managing(api, new GetDelivery(webhooks))),
                Route.post(DELIVERY + ":redeliver", managing(api, new Redeliver(webhooks, clock))),
                Route.get("/api/v1/events", api.needing(Scope.EVENTS_READ, new ListEvents(events, history))));
    }

    private static Handler<RoutingContext> managing(ApiRoutes api, ApiHandler handler) {
        return api.needing(Scope.WEBHOOKS_MANAGE, handler);
    }
}
