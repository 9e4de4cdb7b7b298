package dev.sluice.events;

import java.util.function.Consumer;

/** New events of all tenants as they are written, in order. Safe for threads. */
public interface EventFeed {
    /**
     * Hands over every event that is written from now on, in order, on the feed's one thread.
     *
     * @param listener must not block; what it throws is logged
     */
    Subscription subscribe(Consumer<Event> listener);
}
