package dev.sluice.engine.control;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manages live streams. Every method may block (database) and is called on virtual threads only. */
public interface StreamControl {
    CreatedStream create(StreamDraft draft);

    /**
     * Opens the stream to viewers: it is live from now on, whether or not its publisher has come yet, and ends by
     * itself when none comes within the first-media time-out. Starting a live stream changes nothing.
     *
     * @throws StreamConflictException when the stream was stopped
     */
    Optional<StreamRecord> start(StreamId id) throws StreamConflictException;

    /**
     * Ends the stream for good: its publisher is disconnected, its outputs end, its key publishes no more.
     *
     * @throws StreamConflictException when the stream is not live
     */
    Optional<StreamRecord> stop(StreamId id) throws StreamConflictException;

    Optional<StreamRecord> find(StreamId id);

    /** See {@link dev.sluice.engine.port.StreamRepository#list}. */
    StreamPage list(@Nullable StreamStatus status, int page, int limit);

    /** Live figures; empty when this node does not carry the stream now. Does not block. */
    Optional<StreamFigures> figures(StreamId id);
}
