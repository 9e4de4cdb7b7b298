package dev.sluice.events;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes events that are past their retention, in bounded batches, now and then, on a virtual thread of its own. */
public final class EventSweeper implements AutoCloseable {
    static final int BATCH_EVENTS = 1000;
    /** Bound on one sweep; the next goes on. */
    static final int MAX_BATCHES = 200;

    private static final Logger log = LoggerFactory.getLogger(EventSweeper.class);

    private final EventRetention events;
    private final Duration retention;
    private final Duration pause;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    public EventSweeper(EventRetention events, Duration retention, Duration pause, InstantSource clock) {
        this.events = events;
        this.retention = retention;
        this.pause = pause;
        this.clock = clock;
    }

    /** Call once. */
    public void start() {
        Thread.ofVirtual().name("event-retention").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                sweepAndLog();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweepAndLog() {
        try {
            int deleted = sweep();
            if (deleted > 0) {
                log.info("{} events were past their retention and are deleted", deleted);
            }
        } catch (RuntimeException failure) {
            log.warn("Old events were not deleted, next try in {} s: {}", pause.toSeconds(), failure.toString());
        }
    }

    /** One sweep. Returns how many events it deleted. */
    int sweep() {
        int deleted = 0;
        for (int batch = 0; batch < MAX_BATCHES && closed.getCount() > 0; batch++) {
            int gone = events.deleteBefore(clock.instant().minus(retention), BATCH_EVENTS);
            deleted += gone;
            if (gone < BATCH_EVENTS) {
                break;
            }
        }
        return deleted;
    }

    /** A batch in progress ends by itself. */
    @Override
    public void close() {
        closed.countDown();
    }
}
