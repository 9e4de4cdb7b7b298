package dev.sluice.engine.control;

import dev.sluice.engine.port.StreamRecord;

/**
 * A new stream.
 *
 * @param streamKey the secret for publishing; given out this one time, only its hash is kept
 */
public record CreatedStream(StreamRecord stream, String streamKey) {
    @Override
    public String toString() {
        return "CreatedStream[" + stream.id() + ", key masked]";
    }
}
