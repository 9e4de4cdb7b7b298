package dev.sluice.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * One method of one path. The set of all routes is what {@code openapi.yaml} describes.
 *
 * @param template the path with parameters in braces, {@code /watch/{stream_id}}
 * @param takesStream whether the handler reads the body itself, as it comes; else it is read whole before
 */
public record Route(HttpMethod method, String template, Handler<RoutingContext> handler, boolean takesStream) {
    public Route(HttpMethod method, String template, Handler<RoutingContext> handler) {
        this(method, template, handler, /* takesStream= */ false);
    }

    public static Route get(String template, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.GET, template, handler);
    }

    public static Route post(String template, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.POST, template, handler);
    }

    public static Route patch(String template, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.PATCH, template, handler);
    }

    public static Route put(String template, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.PUT, template, handler);
    }

    public static Route delete(String template, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.DELETE, template, handler);
    }

    public static Route options(String template, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.OPTIONS, template, handler);
    }

    /** With a handler made by {@link ApiRoutes#streaming}. */
    public static Route streaming(HttpMethod method, String template, Handler<RoutingContext> handler) {
        return new Route(method, template, handler, /* takesStream= */ true);
    }
}
