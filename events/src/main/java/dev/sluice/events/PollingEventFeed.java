package dev.sluice.events;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log on one virtual thread: when the {@link EventSignal} hints at something new, and once a second anyway.
 * {@link #start} first, {@link #close} last. While the database is away it waits and goes on where it was.
 */
public final class PollingEventFeed implements EventFeed, AutoCloseable {
    static final int BATCH_EVENTS = 500;

    private static final Logger log = LoggerFactory.getLogger(PollingEventFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final EventLog events;
    private final EventSignal signal;
    private final InstantSource clock;
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

    // Of the feed's thread.
    private long position = -1;
    private boolean failing;

    /** Held while events are read: whoever interrupts a statement breaks the database's connection. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Instant levelAt;
    private volatile boolean closed;
    private @Nullable Thread thread;

    public PollingEventFeed(EventLog events, EventSignal signal, InstantSource clock) {
        this.events = events;
        this.signal = signal;
        this.clock = clock;
        this.levelAt = clock.instant();
    }

    /** Call once. Events written before are not handed over. */
    public synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("event-feed").start(this::run);
        }
    }

    @Override
    public Subscription subscribe(Consumer<Event> listener) {
        Listener added = new Listener(listener);
        listeners.add(added);
        return () -> {
            synchronized (added) {
                added.open = false;
            }
            listeners.remove(added);
        };
    }

    /** How long ago every event that could be read had been handed over; about a second when all is well. */
    public Duration lag() {
        Duration lag = Duration.between(levelAt, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    private void run() {
        while (!closed) {
            reading.lock();
            try {
                readAll();
                failing = false;
            } catch (RuntimeException failure) {
                if (!failing && !closed) {
                    log.warn("Events cannot be read, trying on: {}", failure.toString());
                }
                failing = true;
            } finally {
                reading.unlock();
            }
            try {
                signal.await(POLL);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void readAll() {
        if (position < 0) {
            position = events.newest();
        }
        while (!closed) {
            List<Event> batch = events.afterOfAll(position, BATCH_EVENTS);
            for (Event event : batch) {
                position = event.sequence();
                listeners.forEach(listener -> listener.hand(event));
            }
            if (batch.size() < BATCH_EVENTS) {
                levelAt = clock.instant();
                return;
            }
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running != null) {
            stop(running);
        }
        signal.close();
    }

    /** Interrupts the wait for a hint, and a read only when it does not end by itself. */
    private void stop(Thread running) {
        try {
            boolean waits = reading.tryLock(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            running.interrupt();
            if (waits) {
                reading.unlock();
            }
            running.join(CLOSE_TIMEOUT);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Listener {
        private final Consumer<Event> consumer;
        // Guarded by this.
        private boolean open = true;

        Listener(Consumer<Event> consumer) {
            this.consumer = consumer;
        }

        synchronized void hand(Event event) {
            if (!open) {
                return;
            }
            try {
                consumer.accept(event);
            } catch (RuntimeException failure) {
                log.error("A listener failed at event {}", event.id(), failure);
            }
        }
    }
}
