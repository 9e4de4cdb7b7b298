package dev.sluice.api.ops;

import dev.sluice.api.edge.EdgeObserver;
import dev.sluice.api.http.ClientAddress;
import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.engine.live.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;

/** Counts what the edge gives out, and to how many. */
public final class EdgeMetrics implements EdgeObserver {
    private static final String ROUTE = "/live/{stream_id}/{path}";

    private final ViewerMeter viewers;
    private final HttpMetrics http;
    private final ClientAddress addresses;
    private final Counter bytes;

    public EdgeMetrics(MeterRegistry registry, HttpMetrics http, ViewerMeter viewers, ClientAddress addresses) {
        this.viewers = viewers;
        this.http = http;
        this.addresses = addresses;
        this.bytes = Counter.builder("sluice.edge.bytes")
                .baseUnit("bytes")
                .description("Bytes of live files given to players")
                .register(registry);
    }

    @Override
    public void onViewer(StreamId id, HttpServerRequest request) {
        viewers.onMediaRequest(id, addresses.of(request), request.getHeader("User-Agent"));
    }

    @Override
    public void onResponse(HttpServerRequest request, int status, long bodyBytes, long startNanos) {
        bytes.increment((double) bodyBytes);
        http.record(request.method().name(), ROUTE, status, startNanos);
    }
}
