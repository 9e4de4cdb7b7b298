package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.PackagerListener;
import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.PresentationSettings;
import dev.sluice.engine.port.Transcoder;
import java.time.Instant;
import java.time.InstantSource;

/** What all pipelines of a node share. Safe for threads. */
final class PipelineContext {
    private final PipelineSettings settings;
    private final Transcoder transcoder;
    private final Packager packager;
    private final InstantSource clock;
    private final RunNumbers numbers;

    PipelineContext(PipelineSettings settings, Transcoder transcoder, Packager packager, InstantSource clock) {
        this.settings = settings;
        this.transcoder = transcoder;
        this.packager = packager;
        this.clock = clock;
        this.numbers = new RunNumbers(settings.targetSegmentDuration(), clock);
    }

    PipelineSettings settings() {
        return settings;
    }

    Transcoder transcoder() {
        return transcoder;
    }

    InstantSource clock() {
        return clock;
    }

    /**
     * Opens the presentation of one run. Its segment numbers follow the wall clock, one per target duration, so that
     * they never go back, whether or not this process knows of earlier runs; see {@link RunNumbers}.
     */
    PackagerSession openPackager(StreamId id, Instant timelineStart, PackagerListener listener) {
        RunNumbers.First first = numbers.begin(id);
        return packager.open(
                new PresentationSettings(
                        timelineStart,
                        first.segment(),
                        first.discontinuity(),
                        settings.targetSegmentDuration(),
                        settings.partDuration(),
                        settings.windowDuration()),
                listener);
    }

    /** A run of this stream has begun so many segments (per rendition) and periods in all. */
    void rememberRun(StreamId id, long segmentsBegun, long periodsBegun) {
        numbers.end(id, segmentsBegun, periodsBegun);
    }
}
