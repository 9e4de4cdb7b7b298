package dev.sluice.engine.control;

import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.ViewerStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Writes down at a fixed distance how many watch each stream that this node carries. */
public final class AudienceSampler {
    public static final Duration DISTANCE = Duration.ofSeconds(10);

    private final LiveStreams streams;
    private final StreamRepository repository;
    private final ViewerStats viewers;
    private final InstantSource clock;
    private Instant last;

    public AudienceSampler(LiveStreams streams, StreamRepository repository, ViewerStats viewers, InstantSource clock) {
        this.streams = streams;
        this.repository = repository;
        this.viewers = viewers;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** Called by one thread at a time. Blocks on the database. */
    public void sample() {
        Instant now = clock.instant();
        long sinceLastSeconds = Math.max(0, Duration.between(last, now).toSeconds());
        last = now;
        List<AudienceSample> samples = new ArrayList<>();
        for (CarriedStream carried : streams.all()) {
            Instant started = carried.record().startedAt();
            if (started != null) {
                long watching = viewers.current(carried.stream().id());
                long offsetSeconds = Math.max(0, Duration.between(started, now).toSeconds());
                samples.add(new AudienceSample(
                        carried.stream().id(), offsetSeconds, watching, watching * sinceLastSeconds));
            }
        }
        if (!samples.isEmpty()) {
            repository.addAudience(samples);
        }
    }
}
