package dev.sluice.api.http;

import java.util.List;

/** The routes of one part of the API, over the services that it stands on. */
@FunctionalInterface
public interface RouteGroup {
    /** Called once, before the server starts. */
    List<Route> routes(ApiRoutes api);
}
