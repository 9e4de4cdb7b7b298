package dev.sluice.events;

import java.util.List;
import java.util.OptionalLong;

/**
 * The events in the database, in order. Blocks; for virtual threads. What can be read at one time has no gap that is
 * filled later: a reader that remembers the last sequence misses nothing.
 */
public interface EventLog {
    /** Events of one tenant after a sequence, oldest first, at most {@code limit}. */
    List<Event> after(String tenant, long sequence, int limit);

    /** Events of all tenants after a sequence, oldest first, at most {@code limit}. */
    List<Event> afterOfAll(long sequence, int limit);

    /** The newest event's sequence, 0 when there is none. */
    long newest();

    /** The oldest event's sequence that is still kept; empty when there is none. */
    OptionalLong oldest();
}
