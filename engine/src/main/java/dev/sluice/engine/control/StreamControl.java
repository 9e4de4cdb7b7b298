package dev.sluice.engine.control;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Viewpoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Manages live streams. Every method may block (database) and is called on virtual threads only. Methods with a
 * viewpoint are empty for streams that whoever looks may not know of; the changing ones throw {@link NotYoursException}
 * for those that they see but do not manage.
 */
public interface StreamControl {
    CreatedStream create(Owner owner, StreamDetails details);

    /**
     * Opens the stream to viewers: it is live from now on, whether or not its publisher has come yet, and ends by
     * itself when none comes within the first-media time-out. Starting a live stream changes nothing.
     *
     * @throws StreamConflictException when the stream was stopped
     */
    Optional<StreamRecord> start(Viewpoint viewpoint, StreamId id) throws StreamConflictException;

    /**
     * Ends the stream for good: its publisher is disconnected, its outputs end, its key publishes no more.
     *
     * @throws StreamConflictException when the stream is not live
     */
    Optional<StreamRecord> stop(Viewpoint viewpoint, StreamId id) throws StreamConflictException;

    /**
     * Changes what the platform says of a stream.
     *
     * @param expectedVersion empty to change whatever is there
     * @throws StreamConflictException {@code version_mismatch} when the stream is at another version
     */
    Optional<StreamRecord> update(
            Viewpoint viewpoint, StreamId id, UnaryOperator<StreamDetails> change, OptionalLong expectedVersion)
            throws StreamConflictException;

    /** Gives the stream another key. Whoever publishes with the old one is disconnected. */
    Optional<CreatedStream> rotateKey(Viewpoint viewpoint, StreamId id);

    /**
     * Deletes the stream; its media follow within the retention sweep. False when there is none.
     *
     * @throws StreamConflictException {@code stream_live} when it must be stopped first
     */
    boolean delete(Viewpoint viewpoint, StreamId id) throws StreamConflictException;

    /** For the server itself. */
    Optional<StreamRecord> find(StreamId id);

    Optional<StreamRecord> find(Viewpoint viewpoint, StreamId id);

    StreamPage list(StreamQuery query);

    /** See {@link dev.sluice.engine.port.StreamRepository#audience}. */
    List<AudienceSample> audience(StreamId id, int limit);

    /** Views since the stream last went live on this node, which its row does not count yet. Does not block. */
    long uncountedViews(StreamId id);

    /** Live figures; empty when this node does not carry the stream now. Does not block. */
    Optional<StreamFigures> figures(StreamId id);
}
