package dev.sluice.api.ops;

import dev.sluice.api.figures.BoardLine;
import dev.sluice.api.figures.LiveBoard;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.port.RepositoryException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics} in Prometheus' text format. The gauges of live streams are renewed at each scrape, for at most
 * {@link LiveBoard#MAX_STREAMS} streams; without the database there are none, and all other metrics still are.
 */
public final class MetricsRoute implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(MetricsRoute.class);
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private record StreamGauge(MultiGauge gauge, ToDoubleFunction<BoardLine> value) {}

    private final PrometheusMeterRegistry registry;
    private final LiveBoard board;
    private final VirtualCalls calls;
    private volatile double liveStreams;
    private final List<StreamGauge> streamGauges = new ArrayList<>();

    public MetricsRoute(PrometheusMeterRegistry registry, LiveBoard board, VirtualCalls calls) {
        this.registry = registry;
        this.board = board;
        this.calls = calls;
        Gauge.builder("sluice.streams.live", () -> liveStreams).register(registry);
        perStream("viewers", "viewers of a stream through this node", BoardLine::viewers);
        perStream("bitrate.bps", "bits received per second", line -> figure(line, StreamFigures::bitrateBps));
        perStream("frames.per.second", "frames received", line -> figure(line, StreamFigures::framesPerSecond));
        perStream("frames.dropped", "frames not encoded", line -> figure(line, StreamFigures::framesDropped));
        perStream("transcode.delay.ms", "encoder lag", line -> figure(line, StreamFigures::transcodeDelayMs));
        perStream("segments.misaligned", "off boundary", line -> figure(line, StreamFigures::misalignedSegments));
        perStream("store.queue.bytes", "waiting to be stored", line -> figure(line, StreamFigures::storeQueueBytes));
        perStream("store.queue.age.ms", "its oldest waits", line -> figure(line, StreamFigures::storeQueueAgeMs));
        perStream("store.failures", "objects given up", line -> figure(line, StreamFigures::storeFailures));
    }

    @Override
    public void handle(RoutingContext context) {
        calls.call(this::scrape)
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", CONTENT_TYPE)
                        .putHeader("Cache-Control", "no-store")
                        .end(text))
                .onFailure(context::fail);
    }

    private String scrape() {
        try {
            LiveBoard.Picture picture = board.picture();
            renew((double) picture.liveTotal(), picture.live());
        } catch (RepositoryException lost) {
            log.warn("Metrics without figures of streams: the database did not answer: {}", lost.toString());
            renew(Double.NaN, List.of());
        }
        return registry.scrape(CONTENT_TYPE);
    }

    private void renew(double liveTotal, List<BoardLine> live) {
        liveStreams = liveTotal;
        for (StreamGauge gauge : streamGauges) {
            gauge.gauge().register(rows(live, gauge.value()), /* overwrite= */ true);
        }
    }

    private void perStream(String name, String description, ToDoubleFunction<BoardLine> value) {
        MultiGauge gauge = MultiGauge.builder("sluice.stream." + name)
                .description("By live stream: " + description)
                .register(registry);
        streamGauges.add(new StreamGauge(gauge, value));
    }

    private static List<MultiGauge.Row<?>> rows(List<BoardLine> live, ToDoubleFunction<BoardLine> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (BoardLine line : live) {
            double figure = value.applyAsDouble(line);
            rows.add(MultiGauge.Row.of(Tags.of("stream", line.stream().id().toString()), figure));
        }
        return rows;
    }

    private static double figure(BoardLine line, ToDoubleFunction<StreamFigures> value) {
        return line.figures().map(figures -> value.applyAsDouble(figures)).orElse(0.0);
    }
}
