package dev.sluice.engine;

import dev.sluice.engine.control.AudienceSampler;
import dev.sluice.engine.control.DefaultStreamControl;
import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.control.LiveStreams;
import dev.sluice.engine.control.PublishDesk;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.control.StreamKeys;
import dev.sluice.engine.live.Ingest;
import dev.sluice.engine.live.RepeatedTask;
import dev.sluice.engine.live.ScheduledTimers;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.pipeline.EdgeStore;
import dev.sluice.engine.pipeline.LivePipelines;
import dev.sluice.engine.pipeline.MediaMakers;
import dev.sluice.engine.pipeline.RetentionSweeper;
import dev.sluice.engine.pipeline.StoredMedia;
import dev.sluice.engine.thumbnail.ThumbnailStats;
import dev.sluice.engine.thumbnail.Thumbnails;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Live streaming on this node, whole: what the server wires to protocols, API and pages.
 *
 * <p>Call order: constructor, {@link #start}, {@link #close}. Everything in between is safe for any thread.
 */
public final class LiveEngine implements AutoCloseable {
    /** For draining transcoders and packagers at the end, beside the time to flush to the object store. */
    private static final Duration DRAIN_TIME = Duration.ofSeconds(10);

    private final EngineSettings settings;
    private final ScheduledTimers timers = new ScheduledTimers();
    private final EdgeStore edge;
    private final Thumbnails thumbnails;
    private final LiveStreams streams;
    private final PublishDesk desk;
    private final DefaultStreamControl control;
    private final RepeatedTask sweep;
    private final RepeatedTask audience;

    /** @param nodeId names this node in leases; stable over restarts, so that a restarted node ends what it held */
    public LiveEngine(EngineSettings settings, EnginePorts ports, InstantSource clock, String nodeId) {
        this.settings = settings;
        edge = new EdgeStore(
                timers,
                clock,
                settings.pipeline().edgeLinger(),
                settings.pipeline().edgeMaxBytes());
        thumbnails = new Thumbnails(settings.thumbnails(), ports.thumbnailer(), ports.streams(), clock);
        LivePipelines pipelines = new LivePipelines(
                settings.pipeline(),
                settings.store(),
                new MediaMakers(ports.transcoder(), ports.packager(), thumbnails),
                ports.store(),
                edge,
                clock);
        streams = new LiveStreams(settings.live(), ports.streams(), pipelines, ports.viewers(), clock, timers, nodeId);
        desk = new PublishDesk(settings.live(), streams, ports.streams(), timers);
        StoredMedia stored = new StoredMedia(ports.store());
        control = new DefaultStreamControl(
                ports.streams(), streams, new StreamKeys(new SecureRandom()), stored::deleteInBackground, clock);
        AudienceSampler sampler = new AudienceSampler(streams, ports.streams(), ports.viewers(), clock);
        audience = new RepeatedTask("audience", AudienceSampler.DISTANCE, timers, sampler::sample);
        RetentionSweeper sweeper = new RetentionSweeper(ports.store(), edge, ports.streams(), settings.store(), clock);
        sweep = new RepeatedTask("retention", settings.store().sweepInterval(), timers, sweeper::sweep);
    }

    /**
     * Ends what an earlier life of this node left live, then renews leases and sweeps old objects on a schedule. Blocks
     * on the database.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer
     */
    public void start() {
        streams.start();
        sweep.start();
        audience.start();
    }

    /** The door for ingest protocols. Refuses everybody before {@link #start} and after {@link #close}. */
    public Ingest ingest() {
        return desk;
    }

    public StreamControl control() {
        return control;
    }

    public LiveEdge edge() {
        return edge;
    }

    /** Figures of every stream that this node carries now. Does not block. */
    public Map<StreamId, StreamFigures> figures() {
        return control.allFigures();
    }

    /** Segments thrown out of the edge because a stream outgrew its memory. */
    public long edgeEvictions() {
        return edge.evictions();
    }

    /** What became of thumbnails since the start. Does not block. */
    public ThumbnailStats thumbnailStats() {
        return thumbnails.stats();
    }

    /** Ends every stream, bounded in time: publishers are told, outputs finished, rows ended. Idempotent. */
    @Override
    public void close() {
        sweep.close();
        audience.close();
        streams.close(settings.store().flushTimeout().plus(DRAIN_TIME));
        thumbnails.close();
        timers.close();
    }
}
