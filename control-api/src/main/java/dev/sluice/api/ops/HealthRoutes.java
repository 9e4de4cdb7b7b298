package dev.sluice.api.ops;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.Timestamps;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health for platforms and load balancers, and the clock that players set theirs by. */
public final class HealthRoutes {
    private static final Logger log = LoggerFactory.getLogger(HealthRoutes.class);

    private final Clock clock;
    private static final long NS_PER_MS = 1_000_000;

    private final List<ReadinessCheck> checks;
    private final CorsPolicy cors;

    public HealthRoutes(Clock clock, List<ReadinessCheck> checks, CorsPolicy cors) {
        this.clock = clock;
        this.cors = cors;
        this.checks = List.copyOf(checks);
    }

    /** {@code GET /api/v1/health}. */
    public ApiHandler health() {
        return request -> ApiResponse.ok(
                new JsonObject().put("status", "healthy").put("timestamp", Timestamps.seconds(clock.instant())));
    }

    /** {@code GET /api/v1/health/detailed}: each thing the server stands on, and how long it took to answer. */
    public ApiHandler detailed() {
        return request -> {
            JsonObject body = new JsonObject();
            boolean healthy = true;
            for (ReadinessCheck check : checks) {
                long startNs = System.nanoTime();
                boolean works = run(check).getString("status").equals("ok");
                healthy &= works;
                body.put(
                        check.name(),
                        new JsonObject()
                                .put("status", word(works))
                                .put("response_time_ms", (System.nanoTime() - startNs) / NS_PER_MS));
            }
            JsonObject all = new JsonObject()
                    .put("status", word(healthy))
                    .put("timestamp", Timestamps.seconds(clock.instant()))
                    .mergeIn(body);
            return new ApiResponse(healthy ? 200 : 503, all);
        };
    }

    private static String word(boolean healthy) {
        return healthy ? "healthy" : "unhealthy";
    }

    /** {@code GET /healthz}: the process answers. */
    public Handler<RoutingContext> liveness() {
        return context -> context.response()
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end("ok\n");
    }

    /** {@code GET /readyz}: 200 when the server can take a stream, else 503 saying which check failed and why. */
    public ApiHandler readiness() {
        return request -> {
            JsonObject results = new JsonObject();
            boolean ready = true;
            for (ReadinessCheck check : checks) {
                JsonObject result = run(check);
                ready &= result.getString("status").equals("ok");
                results.put(check.name(), result);
            }
            JsonObject body = new JsonObject()
                    .put("status", ready ? "ready" : "not_ready")
                    .put("checks", results);
            return new ApiResponse(ready ? 200 : 503, body);
        };
    }

    /** {@code GET /api/v1/time}: an xs:dateTime for DASH UTCTiming (urn:mpeg:dash:utc:http-xsdate:2014). */
    public Handler<RoutingContext> time() {
        return context -> {
            cors.apply(context.request(), context.response());
            context.response()
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .end(String.valueOf(Timestamps.millis(clock.instant())));
        };
    }

    private static JsonObject run(ReadinessCheck check) {
        try {
            check.check();
            return new JsonObject().put("status", "ok");
        } catch (Exception failure) {
            log.warn("Readiness check {} failed: {}", check.name(), failure.toString());
            String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
            return new JsonObject().put("status", "failed").put("reason", reason);
        }
    }
}
