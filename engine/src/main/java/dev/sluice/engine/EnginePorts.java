package dev.sluice.engine;

import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.Thumbnailer;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.engine.port.ViewerStats;

/** What the engine needs of other modules. The engine does not close any of it. */
public record EnginePorts(
        StreamRepository streams,
        Transcoder transcoder,
        Packager packager,
        Thumbnailer thumbnailer,
        ObjectStore store,
        ViewerStats viewers) {}
