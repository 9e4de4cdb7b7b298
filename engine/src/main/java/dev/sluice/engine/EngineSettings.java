package dev.sluice.engine;

import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.pipeline.PipelineSettings;
import dev.sluice.engine.pipeline.StoreSettings;
import dev.sluice.engine.thumbnail.ThumbnailSettings;

/** All that can be set about the engine. */
public record EngineSettings(
        LiveSettings live, PipelineSettings pipeline, StoreSettings store, ThumbnailSettings thumbnails) {
    public static final EngineSettings DEFAULTS = new EngineSettings(
            LiveSettings.DEFAULTS, PipelineSettings.DEFAULTS, StoreSettings.DEFAULTS, ThumbnailSettings.DEFAULTS);
}
