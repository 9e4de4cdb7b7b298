package dev.sluice.engine.pipeline;

import dev.sluice.engine.control.StreamOutput;
import dev.sluice.engine.control.StreamOutputs;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.Subscriber;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.thumbnail.Thumbnails;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Opens a {@link LivePipeline} for every live stream. Safe for threads. */
public final class LivePipelines implements StreamOutputs {
    private final PipelineContext context;
    private final StoreSettings storeSettings;
    private final ObjectStore store;
    private final EdgeStore edge;
    private final Thumbnails thumbnails;

    public LivePipelines(
            PipelineSettings settings,
            StoreSettings storeSettings,
            MediaMakers makers,
            ObjectStore store,
            EdgeStore edge,
            InstantSource clock) {
        this.context = new PipelineContext(settings, makers.transcoder(), makers.packager(), clock);
        this.thumbnails = makers.thumbnails();
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
        Subscriber subscriber = thumbnails.enabled()
                ? new ThumbnailTap(thumbnails.open(stream.id(), output::onObject), pipeline)
                : pipeline;
        stream.subscribe("pipeline", subscriber, context.settings().queue());
        return pipeline;
    }
}
