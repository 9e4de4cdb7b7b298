package dev.sluice.api;

import dev.sluice.api.edge.EdgeHandler;
import dev.sluice.api.edge.PlaybackGate;
import dev.sluice.api.http.ClientAddress;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.DateHeader;
import dev.sluice.api.http.ErrorAnswers;
import dev.sluice.api.http.RequestIds;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.api.ops.EdgeMetrics;
import dev.sluice.api.ops.HttpMetrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The HTTP server: control API, playback edge, pages, health and metrics.
 *
 * <p>Call order: constructor, {@link #start}, {@link #close}. Owns its event loops; what blocks runs on virtual
 * threads. Start and close come from one thread that may block; {@link #port} from any.
 */
public final class ApiServer implements AutoCloseable {
    private static final int MAX_BLOCKING_CALLS = 512;
    private static final Duration BLOCKING_CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_STREAMING_CALLS = 1024;
    /** Beyond what any connection carries at once; bodies have an idle time-out beside it. */
    private static final Duration STREAMING_CALL_TIMEOUT = Duration.ofHours(12);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_LOOP_TURN = Duration.ofMillis(500);

    private final ApiSettings settings;
    private final Vertx vertx;
    private final VirtualCalls calls;
    private final VirtualCalls streams;
    private final ApiRouter router;
    private final Handler<HttpServerRequest> edge;
    private final DateHeader date;
    private volatile int port;

    public ApiServer(ApiSettings settings, ApiServices services) {
        this.settings = settings;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops())
                .setPreferNativeTransport(true)
                .setMaxEventLoopExecuteTime(LONGEST_LOOP_TURN.toNanos())
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.NANOSECONDS));
        this.calls = new VirtualCalls(vertx, MAX_BLOCKING_CALLS, BLOCKING_CALL_TIMEOUT);
        this.streams = new VirtualCalls(vertx, MAX_STREAMING_CALLS, STREAMING_CALL_TIMEOUT);
        this.date = new DateHeader(services.clock());
        ErrorAnswers errors = new ErrorAnswers(services.clock(), ApiRouter.BODY_LIMIT_BYTES);
        HttpMetrics metrics = new HttpMetrics(services.meters());
        ClientAddress addresses = new ClientAddress(settings.trustForwardedHeaders());
        EdgeMetrics observer =
                new EdgeMetrics(services.meters(), metrics, services.live().viewers(), addresses);
        CorsPolicy cors = new CorsPolicy(settings.corsOrigins());
        this.edge = new EdgeHandler(
                services.live().edge(),
                services.sources().objects(),
                services.sources().films(),
                calls,
                new PlaybackGate(services.sources().viewable(), services.live().passes(), calls, services.clock()),
                observer,
                errors,
                cors);
        this.router = new ApiRouter(settings, services, calls, streams, errors, metrics, cors);
    }

    /**
     * Binds the port and begins to answer. Blocks until that is done.
     *
     * @throws IOException when the port cannot be had
     */
    public void start() throws IOException {
        ConnectionLimits limits = new ConnectionLimits(vertx, settings.maxConnections());
        DeploymentOptions instances = new DeploymentOptions().setInstances(settings.eventLoops());
        Future<String> deployed = vertx.deployVerticle(
                () -> new ServerVerticle(settings.host(), settings.port(), this::dispatcher, limits, this::bound),
                instances);
        try {
            deployed.await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("the HTTP server did not start in time", late);
        } catch (Exception refused) { // Await throws the failure as it is, checked or not.
            throw new IOException("cannot listen on " + settings.host() + ":" + settings.port(), refused);
        }
    }

    /** The port it listens on, known once {@link #start} has returned. */
    public int port() {
        return port;
    }

    /** All routes but the playback edge's; what {@code openapi.yaml} must describe. */
    List<Route> routes() {
        return router.routes();
    }

    Vertx vertx() {
        return vertx;
    }

    /** Stops taking requests, ends connections, frees the threads. Idempotent; blocks for a bounded time. */
    @Override
    public void close() {
        calls.close();
        streams.close();
        try {
            vertx.close().await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the HTTP server did not close in time", late);
        }
    }

    private void bound(int boundPort) {
        port = boundPort;
    }

    private Handler<HttpServerRequest> dispatcher() {
        Handler<HttpServerRequest> resources = router.build(vertx);
        return request -> {
            RequestIds.assign(request);
            request.response().putHeader("Date", date.value());
            (EdgeHandler.owns(request) ? edge : resources).handle(request);
        };
    }
}
