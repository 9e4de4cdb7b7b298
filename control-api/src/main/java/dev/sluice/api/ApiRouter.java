package dev.sluice.api;

import dev.sluice.api.contract.Contract;
import dev.sluice.api.figures.LiveBoard;
import dev.sluice.api.http.Admission;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.ClientAddress;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.ErrorAnswers;
import dev.sluice.api.http.PathGuard;
import dev.sluice.api.http.RequestServices;
import dev.sluice.api.http.RequestTimeout;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteTable;
import dev.sluice.api.http.UrlResolver;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.api.live.CreateStream;
import dev.sluice.api.live.DeleteStream;
import dev.sluice.api.live.GetStream;
import dev.sluice.api.live.IssuePlaybackPass;
import dev.sluice.api.live.ListStreams;
import dev.sluice.api.live.RotateStreamKey;
import dev.sluice.api.live.StartStream;
import dev.sluice.api.live.StopStream;
import dev.sluice.api.live.StreamAnalytics;
import dev.sluice.api.live.StreamStats;
import dev.sluice.api.live.UpdateStream;
import dev.sluice.api.ops.AuditRoute;
import dev.sluice.api.ops.CountedLimiter;
import dev.sluice.api.ops.HealthBoard;
import dev.sluice.api.ops.HealthRoutes;
import dev.sluice.api.ops.HttpMetrics;
import dev.sluice.api.ops.MetricsRoute;
import dev.sluice.api.pages.Assets;
import dev.sluice.api.pages.Pages;
import dev.sluice.api.pages.PublicStreams;
import dev.sluice.api.ws.SocketHandshake;
import dev.sluice.identity.Scope;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Puts all resources but the playback edge on one router. */
final class ApiRouter {
    static final long BODY_LIMIT_BYTES = 1024 * 1024;
    private static final long REQUEST_TIMEOUT_MS = 30_000;
    private static final String LIVE = "/api/v1/live-streaming";

    private final ApiServices services;
    private final VirtualCalls calls;
    private final ErrorAnswers errors;
    private final HttpMetrics metrics;
    private final RouteTable table;

    ApiRouter(
            ApiSettings settings,
            ApiServices services,
            VirtualCalls calls,
            VirtualCalls streams,
            ErrorAnswers errors,
            HttpMetrics metrics,
            CorsPolicy cors) {
        this.services = services;
        this.calls = calls;
        this.errors = errors;
        this.metrics = metrics;
        UrlResolver urls = new UrlResolver(
                settings.publicUrl(), settings.rtmpPublicUrl(), settings.trustForwardedHeaders(), settings.rtmpPort());
        RequestServices given = services.requests();
        RequestServices requests = new RequestServices(
                given.authenticator(),
                new CountedLimiter(given.limiter(), services.meters()),
                given.idempotency(),
                given.audit());
        ApiRoutes api = new ApiRoutes(
                calls,
                streams,
                new Admission(requests, services.clock()),
                urls,
                new ClientAddress(settings.trustForwardedHeaders()),
                Contract.load());
        LiveBoard board =
                new LiveBoard(services.live().streams(), services.live().viewers(), services.clock());
        List<Route> routes = new ArrayList<>();
        routes.addAll(liveStreaming(api));
        services.groups().forEach(group -> routes.addAll(group.routes(api)));
        routes.addAll(operations(api, board, cors));
        routes.addAll(pages(api, board));
        this.table = new RouteTable(routes, BODY_LIMIT_BYTES);
    }

    List<Route> routes() {
        return table.routes();
    }

    /** A router for one event loop. */
    Router build(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().failureHandler(errors::answer).handler(this::observe);
        router.route().handler(PathGuard::check);
        router.route().handler(context -> {
            if (context.normalizedPath().equals(SocketHandshake.PATH)) {
                context.next(); // An upgraded connection has its own limits.
            } else {
                RequestTimeout.begin(context, REQUEST_TIMEOUT_MS);
            }
        });
        table.mountOn(router);
        router.route().handler(ApiRouter::refuseUnknown);
        return router;
    }

    private List<Route> liveStreaming(ApiRoutes api) {
        var streams = services.live().streams();
        var viewers = services.live().viewers();
        var chat = services.live().chat();
        var passes = services.live().passes();
        String one = LIVE + "/{stream_id}";
        return List.of(
                Route.post(LIVE + "/create", api.needing(Scope.STREAMS_WRITE, new CreateStream(streams, passes))),
                Route.get(LIVE, api.needing(Scope.STREAMS_READ, new ListStreams(streams, viewers, passes))),
                Route.get(one, api.needing(Scope.STREAMS_READ, new GetStream(streams, viewers, chat, passes))),
                Route.patch(one, api.needing(Scope.STREAMS_WRITE, new UpdateStream(streams))),
                Route.delete(one, api.needing(Scope.STREAMS_WRITE, new DeleteStream(streams))),
                Route.post(one + "/start", api.needing(Scope.STREAMS_WRITE, new StartStream(streams, viewers))),
                Route.post(one + "/stop", api.needing(Scope.STREAMS_WRITE, new StopStream(streams))),
                Route.post(one + "/stream-key:rotate", api.needing(Scope.STREAMS_WRITE, new RotateStreamKey(streams))),
                Route.post(
                        one + "/playback-passes",
                        api.needing(Scope.PLAYBACK_ISSUE, new IssuePlaybackPass(streams, passes))),
                Route.get(
                        one + "/analytics",
                        api.needing(Scope.STREAMS_READ, new StreamAnalytics(streams, viewers, chat))),
                Route.get(one + "/stats", api.needing(Scope.STREAMS_READ, new StreamStats(streams, viewers))));
    }

    private List<Route> operations(ApiRoutes api, LiveBoard board, CorsPolicy cors) {
        HealthRoutes health =
                new HealthRoutes(services.clock(), new HealthBoard(services.readiness(), services.clock()), cors);
        return List.of(
                Route.get(
                        "/api/v1/audit",
                        api.needing(
                                Scope.AUDIT_READ,
                                new AuditRoute(services.requests().audit()))),
                Route.get("/api/v1/health/detailed", api.unlimited(health.detailed())),
                Route.get("/api/v1/health", api.unlimited(health.health())),
                Route.get("/api/v1/time", health.time()),
                Route.get("/healthz", health.liveness()),
                Route.get("/readyz", api.unlimited(health.readiness())),
                Route.get("/metrics", new MetricsRoute(services.meters(), board, calls)));
    }

    private List<Route> pages(ApiRoutes api, LiveBoard board) {
        Pages pages = new Pages(Assets.load());
        PublicStreams figures = new PublicStreams(
                services.live().streams(), board, services.live().passes());
        return List.of(
                Route.get("/", pages.streams()),
                Route.get("/watch/{watch_id}", pages.watch()),
                Route.get("/upload", pages.upload()),
                Route.get("/pages/streams", api.unlimited(figures.list())),
                Route.get("/pages/streams/{stream_id}", api.unlimited(figures.one())),
                Route.get("/assets/{version}/{file}", pages.asset()),
                Route.get("/assets/{version}/vendor/{file}", pages.vendorAsset()),
                Route.get("/openapi.yaml", pages.openApi()),
                Route.get("/docs", pages.docs()));
    }

    private void observe(RoutingContext context) {
        long startNanos = System.nanoTime();
        context.response().putHeader("X-Content-Type-Options", "nosniff");
        context.addEndHandler(ended -> metrics.record(
                context.request().method().name(),
                RouteTable.templateOf(context),
                context.response().getStatusCode(),
                startNanos));
        context.next();
    }

    private static void refuseUnknown(RoutingContext context) {
        throw ApiException.notFound("Resource");
    }
}
