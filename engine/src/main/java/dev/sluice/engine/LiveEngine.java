package dev.sluice.engine;

import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.live.Ingest;
import dev.sluice.engine.live.StreamId;
import java.time.InstantSource;
import java.util.Map;

/**
 * Live streaming on this node, whole: what the server wires to protocols, API and pages.
 *
 * <p>Call order: constructor, {@link #start}, {@link #close}. Everything in between is safe for any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class LiveEngine implements AutoCloseable {
    /** @param nodeId names this node in leases; stable over restarts, so that a restarted node ends what it held */
    public LiveEngine(EngineSettings settings, EnginePorts ports, InstantSource clock, String nodeId) {}

    /**
     * Ends what an earlier life of this node left live, then renews leases and sweeps old objects on a schedule. Blocks
     * on the database.
     *
     * @throws dev.sluice.engine.port.RepositoryException when the database cannot answer
     */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** The door for ingest protocols. Refuses everybody before {@link #start} and after {@link #close}. */
    public Ingest ingest() {
        throw new UnsupportedOperationException();
    }

    public StreamControl control() {
        throw new UnsupportedOperationException();
    }

    public LiveEdge edge() {
        throw new UnsupportedOperationException();
    }

    /** Figures of every stream that this node carries now. */
    public Map<StreamId, StreamFigures> figures() {
        throw new UnsupportedOperationException();
    }

    /** Ends every stream, bounded in time: publishers are told, outputs finished, rows ended. Idempotent. */
    @Override
    public void close() {}
}
