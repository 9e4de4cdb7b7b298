package dev.sluice.api.ws;

import dev.sluice.events.Event;
import dev.sluice.events.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a client missed.
 *
 * @param events of its tenant, oldest first; empty with a gap
 * @param upTo everything up to here is in {@code events}, or was given up with the gap
 * @param gap true when too much was missed, or what was missed is no longer known
 */
record EventReplay(List<Event> events, long upTo, boolean gap) {
    static final int MAX_EVENTS = 1_000;
    private static final int PAGE = 250;

    /** Blocks. */
    static EventReplay read(EventLog log, String tenant, long since) {
        long newest = log.newest();
        OptionalLong oldest = log.oldest();
        boolean forgotten = oldest.isPresent() && since < oldest.getAsLong() - 1;
        if (forgotten || since > newest) {
            return new EventReplay(List.of(), newest, /* gap= */ true);
        }
        List<Event> events = new ArrayList<>();
        long last = since;
        while (true) {
            List<Event> page = log.after(tenant, last, PAGE);
            events.addAll(page);
            if (events.size() > MAX_EVENTS) {
                return new EventReplay(List.of(), newest, /* gap= */ true);
            }
            if (page.size() < PAGE) {
                long upTo = events.isEmpty() ? newest : events.getLast().sequence();
                return new EventReplay(events, Math.max(newest, upTo), /* gap= */ false);
            }
            last = page.getLast().sequence();
        }
    }
}
