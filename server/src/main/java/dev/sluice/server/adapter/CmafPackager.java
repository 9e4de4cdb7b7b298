package dev.sluice.server.adapter;

import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.PackagerListener;
import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.PresentationSettings;
import dev.sluice.packager.LivePresentation;
import java.time.InstantSource;

/** The engine's packager port on the CMAF packager, which knows nothing of the engine. */
public final class CmafPackager implements Packager {
    private final String utcTimingUrl;
    private final InstantSource clock;

    /** @param utcTimingUrl where DASH players set their clock, relative to the MPD */
    public CmafPackager(String utcTimingUrl, InstantSource clock) {
        this.utcTimingUrl = utcTimingUrl;
        this.clock = clock;
    }

    @Override
    public PackagerSession open(PresentationSettings settings, PackagerListener listener) {
        dev.sluice.packager.PresentationSettings mapped = new dev.sluice.packager.PresentationSettings(
                settings.timelineStart(),
                settings.firstSegmentNumber(),
                settings.firstDiscontinuityNumber(),
                settings.targetSegmentDuration(),
                settings.partDuration(),
                settings.windowDuration(),
                utcTimingUrl);
        return new CmafSession(new LivePresentation(mapped, new PackagedObjects(listener), clock));
    }
}
