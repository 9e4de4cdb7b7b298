package dev.sluice.events;

/** A listener's place in an {@link EventFeed}. After {@link #close} returns no further event is handed over. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
