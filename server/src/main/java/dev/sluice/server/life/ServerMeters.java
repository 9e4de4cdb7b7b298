package dev.sluice.server.life;

import dev.sluice.engine.LiveEngine;
import dev.sluice.engine.thumbnail.ThumbnailStats;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.rtmp.RtmpServer;
import dev.sluice.rtmp.RtmpStats;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.server.adapter.BoundedTranscoder;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Figures of the parts that keep their own counters, and of the process, as meters. */
public final class ServerMeters {
    private final PrometheusMeterRegistry registry;
    private final RtmpServer rtmp;
    private final LiveEngine engine;
    private final BoundedTranscoder transcoder;

    @Inject
    ServerMeters(PrometheusMeterRegistry registry, RtmpServer rtmp, LiveEngine engine, BoundedTranscoder transcoder) {
        this.registry = registry;
        this.rtmp = rtmp;
        this.engine = engine;
        this.transcoder = transcoder;
    }

    /** Call once. */
    public void bind() {
        bindProcess();
        bindRtmp();
        Gauge.builder("sluice.transcoder.sessions", transcoder, BoundedTranscoder::openSessions)
                .description("transcoder sessions that run now")
                .register(registry);
        FunctionCounter.builder("sluice.edge.evictions", engine, LiveEngine::edgeEvictions)
                .description("segments that left the memory of the edge early")
                .register(registry);
        thumbnailCounter("made", ThumbnailStats::made);
        thumbnailCounter("failed", ThumbnailStats::failed);
        thumbnailCounter("skipped", ThumbnailStats::skipped);
        NativeMemory frames = NativeMemory.process();
        Gauge.builder("sluice.native.frame.bytes", frames, NativeMemory::bytes)
                .description("native memory of frames in flight")
                .register(registry);
        Gauge.builder("sluice.native.handles", frames, NativeMemory::handles)
                .description("open native handles")
                .register(registry);
        FunctionCounter.builder("sluice.native.leaked.handles", frames, unused -> NativeMemory.leakedHandles())
                .description("native handles that were never closed")
                .register(registry);
    }

    private void bindProcess() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void bindRtmp() {
        Gauge.builder("sluice.rtmp.connections.open", rtmp, server -> server.stats()
                        .connectionsOpen())
                .description("RTMP connections open now")
                .register(registry);
        rtmpCounter("connections", "RTMP connections accepted", RtmpStats::connectionsOpened);
        rtmpCounter("publishes.accepted", "publish commands accepted", RtmpStats::publishesAccepted);
        rtmpCounter("publishes.refused", "publish commands refused", RtmpStats::publishesRefused);
        rtmpCounter("received.bytes", "bytes behind the handshakes", RtmpStats::bytesReceived);
        rtmpCounter("messages.dropped", "media messages that gave no sample", RtmpStats::messagesDropped);
        for (RtmpFault fault : RtmpFault.values()) {
            FunctionCounter.builder("sluice.rtmp.faults", rtmp, server -> server.stats()
                            .faults()
                            .getOrDefault(fault, 0L))
                    .tag("fault", fault.name().toLowerCase(Locale.ROOT))
                    .description("RTMP connections closed for a fault of the client")
                    .register(registry);
        }
    }

    private void thumbnailCounter(String outcome, ToDoubleFunction<ThumbnailStats> value) {
        FunctionCounter.builder("sluice.thumbnails", engine, all -> value.applyAsDouble(all.thumbnailStats()))
                .tag("outcome", outcome)
                .description("pictures of live streams that were made, could not be made, or were not begun")
                .register(registry);
    }

    private void rtmpCounter(String name, String description, ToDoubleFunction<RtmpStats> value) {
        FunctionCounter.builder("sluice.rtmp." + name, rtmp, server -> value.applyAsDouble(server.stats()))
                .description(description)
                .register(registry);
    }
}
