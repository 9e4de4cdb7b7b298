package dev.sluice.server.life;

import dev.sluice.api.ApiServer;
import dev.sluice.engine.LiveEngine;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.rtmp.RtmpServer;
import jakarta.inject.Inject;
import java.io.IOException;

/**
 * Starts the parts in order and leaves their end to the lifecycle: publishers and players are told, outputs are
 * finished, then the doors close, then what stands behind them.
 */
public final class SluiceServer {
    private final LiveEngine engine;
    private final RtmpServer rtmp;
    private final ApiServerFactory apiServers;
    private final EventBus events;
    private final FileWorkers files;
    private final ServerMeters meters;
    private final OpenSign open;
    private final Lifecycle lifecycle;

    /** Makes the HTTP server once the RTMP port is known. */
    @FunctionalInterface
    public interface ApiServerFactory {
        ApiServer create(int rtmpPort);
    }

    /** The ports that were bound. */
    public record Ports(int http, int rtmp) {}

    @Inject
    SluiceServer(
            LiveEngine engine,
            RtmpServer rtmp,
            ApiServerFactory apiServers,
            EventBus events,
            FileWorkers files,
            ServerMeters meters,
            OpenSign open,
            Lifecycle lifecycle) {
        this.engine = engine;
        this.rtmp = rtmp;
        this.apiServers = apiServers;
        this.events = events;
        this.files = files;
        this.meters = meters;
        this.open = open;
        this.lifecycle = lifecycle;
    }

    /**
     * Blocks until streams are taken.
     *
     * @throws StartException when a port is taken or the database went away; the caller then closes the lifecycle
     */
    public Ports start() throws StartException {
        try {
            meters.bind();
            events.start();
            lifecycle.started("events", events);
            int rtmpPort = rtmp.start();
            lifecycle.started("RTMP", rtmp::stop);
            ApiServer api = apiServers.create(rtmpPort);
            lifecycle.started("HTTP", api);
            api.start();
            engine.start();
            lifecycle.started("live streams", engine);
            files.start();
            lifecycle.started("workers on files", files);
            open.turn(true);
            lifecycle.started("open sign", () -> open.turn(false));
            return new Ports(api.port(), rtmpPort);
        } catch (IOException | RepositoryException e) {
            throw new StartException(e.getMessage() + ".", e);
        }
    }
}
