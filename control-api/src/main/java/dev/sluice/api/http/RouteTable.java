package dev.sluice.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Mounts routes on a router, with HEAD beside GET, and an honest 405 on every path for every other method. */
public final class RouteTable {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");
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

    /** Paths with a verb come first, and words before parameters: to a parameter they look like an id. */
    public void mountOn(Router router) {
        List<Route> ordered =
                routes.stream().sorted(Comparator.comparing(RouteTable::shape)).toList();
        mount(router, ordered.stream().filter(RouteTable::hasVerb).toList());
        mount(router, ordered.stream().filter(route -> !hasVerb(route)).toList());
    }

    /** Sorts words before parameters, since a tilde is after every letter. */
    private static String shape(Route route) {
        return PARAMETER.matcher(route.template()).replaceAll("~");
    }

    private void mount(Router router, List<Route> some) {
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        for (Route route : some) {
            String template = route.template();
            TreeSet<String> allowed = methods.computeIfAbsent(template, any -> new TreeSet<>());
            allowed.add(route.method().name());
            Handler<RoutingContext> handler = marked(template, route.handler());
            if (route.method().equals(HttpMethod.GET)) {
                allowed.add(HttpMethod.HEAD.name());
                RoutePaths.on(router, template).method(HttpMethod.HEAD).handler(handler);
            } else if (!route.takesStream()) {
                RoutePaths.on(router, template)
                        .method(route.method())
                        .handler(BodyHandler.create(/* handleFileUploads= */ false)
                                .setBodyLimit(bodyLimitBytes));
            }
            RoutePaths.on(router, template).method(route.method()).handler(handler);
        }
        methods.forEach((template, allowed) -> {
            String list = String.join(", ", allowed);
            RoutePaths.on(router, template).handler(marked(template, context -> refuse(context, list)));
        });
    }

    private static boolean hasVerb(Route route) {
        return RoutePaths.hasVerb(route.template());
    }

    /** The template that a request was routed by, or {@code unmatched}. */
    public static String templateOf(RoutingContext context) {
        String template = context.get(ROUTE_KEY);
        return template == null ? "unmatched" : template;
    }

    private static Handler<RoutingContext> marked(String template, Handler<RoutingContext> handler) {
        return context -> {
            context.put(ROUTE_KEY, template);
            RequestIds.traceOf(context.response()).during(() -> handler.handle(context));
        };
    }

    private static void refuse(RoutingContext context, String allowed) {
        context.response().putHeader("Allow", allowed);
        throw ApiException.methodNotAllowed(allowed);
    }
}
