package dev.sluice.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Mounts routes on a router, with HEAD beside GET, and an honest 405 on every path for every other method. */
public final class RouteTable {
    private static final String ROUTE_KEY = "sluice.route";

    private final List<Route> routes;
    private final long bodyLimitBytes;

    public RouteTable(List<Route> routes, long bodyLimitBytes) {
        this.routes = List.copyOf(routes);
        this.bodyLimitBytes = bodyLimitBytes;
    }

    public List<Route> routes() {
        return routes;
    }

    public void mountOn(Router router) {
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        for (Route route : routes) {
            String path = pathOf(route.template());
            TreeSet<String> allowed = methods.computeIfAbsent(route.template(), template -> new TreeSet<>());
            allowed.add(route.method().name());
            Handler<RoutingContext> handler = marked(route.template(), route.handler());
            if (route.method().equals(HttpMethod.GET)) {
                allowed.add(HttpMethod.HEAD.name());
                router.head(path).handler(handler);
            } else {
                router.route(route.method(), path)
                        .handler(BodyHandler.create(/* handleFileUploads= */ false)
                                .setBodyLimit(bodyLimitBytes));
            }
            router.route(route.method(), path).handler(handler);
        }
        methods.forEach((template, allowed) -> {
            String list = String.join(", ", allowed);
            router.route(pathOf(template)).handler(marked(template, context -> refuse(context, list)));
        });
    }

    /** The template that a request was routed by, or {@code unmatched}. */
    public static String templateOf(RoutingContext context) {
        String template = context.get(ROUTE_KEY);
        return template == null ? "unmatched" : template;
    }

    private static Handler<RoutingContext> marked(String template, Handler<RoutingContext> handler) {
        return context -> {
            context.put(ROUTE_KEY, template);
            handler.handle(context);
        };
    }

    private static void refuse(RoutingContext context, String allowed) {
        context.response().putHeader("Allow", allowed);
        throw ApiException.methodNotAllowed(allowed);
    }

    private static String pathOf(String template) {
        return template.replaceAll("\\{([a-z_]+)}", ":$1");
    }
}
