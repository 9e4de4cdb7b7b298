package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.PackagerListener;
import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.PresentationSettings;
import dev.sluice.engine.port.Transcoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/** What all pipelines of a node share. Safe for threads. */
final class PipelineContext {
    /** Streams whose last segment number is remembered; older ones are long past by the wall clock. */
    private static final int MAX_REMEMBERED = 10_000;

    private final PipelineSettings settings;
    private final Transcoder transcoder;
    private final Packager packager;
    private final InstantSource clock;
    private final LinkedHashMap<StreamId, Long> nextSegmentNumbers = new LinkedHashMap<>();

    PipelineContext(PipelineSettings settings, Transcoder transcoder, Packager packager, InstantSource clock) {
        this.settings = settings;
        this.transcoder = transcoder;
        this.packager = packager;
        this.clock = clock;
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
     * they never go back, whether or not this process knows of earlier runs.
     */
    PackagerSession openPackager(StreamId id, Instant timelineStart, PackagerListener listener) {
        return packager.open(
                new PresentationSettings(
                        timelineStart,
                        firstSegmentNumber(id),
                        settings.targetSegmentDuration(),
                        settings.partDuration(),
                        settings.windowDuration()),
                listener);
    }

    private long firstSegmentNumber(StreamId id) {
        long byClock = Math.floorDiv(
                clock.instant().getEpochSecond(),
                settings.targetSegmentDuration().toSeconds());
        synchronized (nextSegmentNumbers) {
            long first = Math.max(byClock, nextSegmentNumbers.getOrDefault(id, 0L));
            nextSegmentNumbers.put(id, first);
            return first;
        }
    }

    /** A run of this stream has begun so many segments (per rendition) in all. */
    void rememberSegments(StreamId id, long segmentsBegun) {
        synchronized (nextSegmentNumbers) {
            Long first = nextSegmentNumbers.remove(id);
            if (first == null) {
                return;
            }
            nextSegmentNumbers.put(id, first + segmentsBegun + 1);
            if (nextSegmentNumbers.size() > MAX_REMEMBERED) {
                nextSegmentNumbers.pollFirstEntry();
            }
        }
    }
}
