package dev.sluice.api.ops;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.Timestamps;
import dev.sluice.api.ops.Health.Status;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Locale;
import java.util.TreeMap;

/** Health for platforms and load balancers, and the clock that players set theirs by. */
public final class HealthRoutes {
    private final Clock clock;
    private final HealthBoard board;
    private final CorsPolicy cors;

    public HealthRoutes(Clock clock, HealthBoard board, CorsPolicy cors) {
        this.clock = clock;
        this.board = board;
        this.cors = cors;
    }

    /** {@code GET /api/v1/health}: 503 when something is unhealthy without which no stream can be taken. */
    public ApiHandler health() {
        return request -> {
            Status status = board.report().status();
            return new ApiResponse(codeOf(status), summary(status));
        };
    }

    /** {@code GET /api/v1/health/detailed}: each thing the server stands on, and how long it took to answer. */
    public ApiHandler detailed() {
        return request -> {
            HealthBoard.Report report = board.report();
            JsonObject body = summary(report.status());
            for (HealthBoard.Line line : report.lines()) {
                JsonObject part = new JsonObject()
                        .put("status", word(line.health().status()))
                        .put("response_time_ms", line.responseTimeMs());
                new TreeMap<>(line.health().figures()).forEach(part::put);
                body.put(line.name(), part);
            }
            return new ApiResponse(codeOf(report.status()), body);
        };
    }

    private JsonObject summary(Status status) {
        return new JsonObject().put("status", word(status)).put("timestamp", Timestamps.seconds(clock.instant()));
    }

    private static int codeOf(Status status) {
        return status == Status.UNHEALTHY ? 503 : 200;
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
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
            for (HealthBoard.Line line : board.report().lines()) {
                if (line.required()) {
                    boolean works = line.health().status() != Status.UNHEALTHY;
                    ready &= works;
                    JsonObject result = new JsonObject().put("status", works ? "ok" : "failed");
                    results.put(line.name(), works ? result : result.put("reason", line.reason()));
                }
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
}
