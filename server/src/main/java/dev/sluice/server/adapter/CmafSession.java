package dev.sluice.server.adapter;

import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.PackagerStats;
import dev.sluice.engine.port.RenditionPlan;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.packager.LivePresentation;
import dev.sluice.packager.PresentationStats;
import java.util.List;

/** One presentation behind the engine's port. As safe for threads as the presentation itself. */
record CmafSession(LivePresentation presentation) implements PackagerSession {
    @Override
    public void startPeriod(List<RenditionPlan> renditions, long startPtsTicks) {
        presentation.startPeriod(
                renditions.stream()
                        .map(plan -> new dev.sluice.packager.RenditionPlan(
                                plan.name(), plan.type(), plan.declaredBitrateBps()))
                        .toList(),
                startPtsTicks);
    }

    @Override
    public void onSegmentBoundary(long ptsTicks) {
        presentation.onSegmentBoundary(ptsTicks);
    }

    @Override
    public void onWatermark(long ptsTicks) {
        presentation.onWatermark(ptsTicks);
    }

    @Override
    public void onTrack(String rendition, Track track) {
        presentation.onTrack(rendition, track);
    }

    @Override
    public void onSample(String rendition, EncodedSample sample) {
        presentation.onSample(rendition, sample);
    }

    @Override
    public void endPeriod() {
        presentation.endPeriod();
    }

    @Override
    public void finish() {
        presentation.finish();
    }

    @Override
    public PackagerStats stats() {
        PresentationStats stats = presentation.stats();
        return new PackagerStats(stats.segments(), stats.misalignedSegments(), stats.refusedSamples());
    }
}
