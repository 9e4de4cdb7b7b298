package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Streams in the database. Every method blocks and is called on virtual threads only; every method throws
 * {@link RepositoryException} when the database cannot answer in time.
 *
 * <p>A live stream is leased by the node that carries it; a lease that is not renewed lapses and the stream is no
 * longer live, whatever killed the node.
 */
public interface StreamRepository {
    StreamRecord create(NewStream stream);

    /** For the server itself, whoever owns it. */
    Optional<StreamRecord> find(StreamId id);

    /** Empty when there is none, or whoever looks may not know of it. */
    Optional<StreamRecord> find(Viewpoint viewpoint, StreamId id);

    Optional<StreamRecord> findByStreamKeyHash(String streamKeyHash);

    StreamPage list(StreamQuery query);

    /**
     * Changes what the platform says of a stream.
     *
     * @param expectedVersion that the change was made from
     * @return the new row; empty when it is not there to be managed, or is at another version
     */
    Optional<StreamRecord> update(
            Viewpoint viewpoint, StreamId id, StreamDetails details, long expectedVersion, Instant now);

    /** Gives the stream another key; the old one publishes no more. Empty when it is not there to be managed. */
    Optional<StreamRecord> changeKey(Viewpoint viewpoint, StreamId id, String streamKeyHash, Instant now);

    /** Deletes a stream that is not live, with its samples. False when it is not there to be managed, or live. */
    boolean delete(Viewpoint viewpoint, StreamId id, Instant now);

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

    /** Says whether a picture of the stream is stored beside its media. Moves no version, and makes no event. */
    void setThumbnail(StreamId id, boolean present);

    /** Keeps the samples and adds their watch time to the streams' own; leaves out streams that are gone. */
    void addAudience(List<AudienceSample> samples);

    /** A stream's samples since it last went live, oldest first, at most {@code limit} of them, evenly spread. */
    List<AudienceSample> audience(StreamId id, int limit);
}
