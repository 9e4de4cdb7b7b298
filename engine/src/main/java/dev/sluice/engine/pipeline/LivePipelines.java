package dev.sluice.engine.pipeline;

import dev.sluice.engine.control.StreamOutput;
import dev.sluice.engine.control.StreamOutputs;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.Transcoder;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Opens a {@link LivePipeline} for every live stream. Safe for threads. */
public final class LivePipelines implements StreamOutputs {
    private final PipelineContext context;
    private final StoreSettings storeSettings;
    private final ObjectStore store;
    private final EdgeStore edge;

    public LivePipelines(
            PipelineSettings settings,
            StoreSettings storeSettings,
            Transcoder transcoder,
            Packager packager,
            ObjectStore store,
            EdgeStore edge,
            InstantSource clock) {
        this.context = new PipelineContext(settings, transcoder, packager, clock);
        this.storeSettings = storeSettings;
        this.store = store;
        this.edge = edge;
    }

    @Override
    public StreamOutput open(LiveStream stream) {
        StoreUploader uploader =
                new StoreUploader(stream.id(), store, storeSettings, context.clock(), RandomGenerator.getDefault());
        uploader.start(Thread.ofVirtual().name("store-" + stream.id()).factory());
        PipelineOutput output = new PipelineOutput(edge.open(stream.id()), uploader);
        LivePipeline pipeline = new LivePipeline(stream, context, output);
        stream.subscribe("pipeline", pipeline, context.settings().queue());
        return pipeline;
    }
}
