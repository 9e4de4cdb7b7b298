package dev.sluice.engine;

import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.pipeline.PipelineSettings;
import dev.sluice.engine.pipeline.StoreSettings;

/** All that can be set about the engine. */
public record EngineSettings(LiveSettings live, PipelineSettings pipeline, StoreSettings store) {
    public static final EngineSettings DEFAULTS =
            new EngineSettings(LiveSettings.DEFAULTS, PipelineSettings.DEFAULTS, StoreSettings.DEFAULTS);
}
