package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams in the database. Every method blocks and is called on virtual threads only; every method throws
 * {@link RepositoryException} when the database cannot answer in time.
 *
 * <p>A live stream is leased by the node that carries it; a lease that is not renewed lapses and the stream is no
 * longer live, whatever killed the node.
 */
public interface StreamRepository {
    StreamRecord create(NewStream stream);

    Optional<StreamRecord> find(StreamId id);

    Optional<StreamRecord> findByStreamKeyHash(String streamKeyHash);

    /**
     * @param status null for all
     * @param page from 1
     * @param limit rows in a page, 1 to 100
     */
    StreamPage list(@Nullable StreamStatus status, int page, int limit);

    /**
     * Marks a stream live and takes its lease for this node. Takes effect for scheduled streams, ended but not stopped
     * ones, and live ones that this node holds or whose lease has lapsed.
     *
     * @return the new row; empty when the stream does not exist, is stopped, or another node holds it
     */
    Optional<StreamRecord> markLive(StreamId id, String nodeId, Instant now, Instant leaseUntil);

    /**
     * Marks a live stream ended and gives its lease back.
     *
     * @param stopped true when its key must never publish again
     * @param peakViewers kept when higher than what is there
     * @param totalViews added to what is there
     * @return the new row; empty when the stream was not live
     */
    Optional<StreamRecord> markEnded(StreamId id, Instant now, boolean stopped, long peakViewers, long totalViews);

    /** Extends the leases of all streams that this node holds. Returns how many it holds. */
    int renewLeases(String nodeId, Instant leaseUntil);

    /** Ends every live stream whose lease has lapsed, or that this node held in an earlier life. Returns how many. */
    int endLapsed(String nodeId, Instant now);
}
