package dev.sluice.api.live;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;

/** What the chat of a stream tells the stream's own pages. Blocks; for virtual threads. */
public interface StreamChat {
    boolean isEnabled(StreamRecord stream);

    /** Messages over the stream's life. */
    long messages(StreamId id);

    /** How many people wrote or reacted over the stream's life. */
    long participants(StreamId id);
}
