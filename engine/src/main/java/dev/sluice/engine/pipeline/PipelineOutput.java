package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagerListener;
import java.util.concurrent.CompletionStage;

/** Takes what the packager makes: first to the edge in memory, then towards the object store. Never blocks. */
final class PipelineOutput implements PackagerListener {
    private final EdgeStore.Shelf edge;
    private final StoreUploader uploader;

    PipelineOutput(EdgeStore.Shelf edge, StoreUploader uploader) {
        this.edge = edge;
        this.uploader = uploader;
    }

    @Override
    public void onObject(PackagedObject object) {
        edge.put(object);
        uploader.put(object);
    }

    @Override
    public void onExpired(String path) {
        edge.remove(path);
    }

    /** Nothing more comes. */
    void close() {
        edge.close();
        uploader.close();
    }

    CompletionStage<Void> done() {
        return uploader.done();
    }

    long queuedBytes() {
        return uploader.queuedBytes();
    }

    long queueAgeMs() {
        return uploader.queueAgeMs();
    }

    long storeFailures() {
        return uploader.failures();
    }
}
