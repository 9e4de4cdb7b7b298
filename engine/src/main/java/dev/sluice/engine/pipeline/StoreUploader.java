package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PackagedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of one stream to the object store, in order, on a virtual thread of its own. The packager never
 * waits for it: see {@link SpoolQueue} for what happens when the store is slower than the stream.
 *
 * <p>Call order: {@code put* close}; both are safe for threads and never block.
 */
final class StoreUploader {
    static final String PREFIX = "live/";

    private static final Logger LOG = LoggerFactory.getLogger(StoreUploader.class);

    private final StreamId id;
    private final ObjectStore store;
    private final StoreSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final SpoolQueue spool;
    private @Nullable Instant flushUntil;
    private @Nullable Instant inHandSince;
    private long failedObjects;
    private long writtenObjects;

    StoreUploader(StreamId id, ObjectStore store, StoreSettings settings, InstantSource clock, RandomGenerator random) {
        this.id = id;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.spool = new SpoolQueue(settings.spoolBytes());
    }

    void start(ThreadFactory threads) {
        threads.newThread(this::run).start();
    }

    void put(PackagedObject object) {
        lock.lock();
        try {
            if (flushUntil == null) {
                spool.add(object, clock.instant());
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes: what waits is still written, within the flush time-out. */
    void close() {
        lock.lock();
        try {
            if (flushUntil == null) {
                flushUntil = clock.instant().plus(settings.flushTimeout());
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Completes when the uploader has written or given up everything. */
    CompletionStage<Void> done() {
        return done;
    }

    long queuedBytes() {
        lock.lock();
        try {
            return spool.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** How long the object waits that has waited longest, the one that is being written included. */
    long queueAgeMs() {
        lock.lock();
        try {
            Instant oldest = inHandSince == null ? spool.oldest() : inHandSince;
            return oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, clock.instant()).toMillis());
        } finally {
            lock.unlock();
        }
    }

    /** Objects given up: refused by the store, tried too often, or dropped from a full spool. */
    long failures() {
        lock.lock();
        try {
            return failedObjects + spool.droppedSegments();
        } finally {
            lock.unlock();
        }
    }

    long writtenObjects() {
        lock.lock();
        try {
            return writtenObjects;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (PackagedObject next = take(); next != null; next = take()) {
                write(next);
            }
        } catch (RuntimeException defect) {
            LOG.error("stream {}: writing to the object store stopped", id, defect);
        } finally {
            close();
            done.complete(null);
        }
    }

    /** The next object; waits for one; null at the end. */
    private @Nullable PackagedObject take() {
        lock.lock();
        try {
            while (spool.isEmpty() && flushUntil == null) {
                changed.awaitUninterruptibly();
            }
            if (flushIsOver()) {
                int lost = spool.clear();
                failedObjects += lost;
                if (lost > 0) {
                    LOG.warn("stream {}: {} files not stored within the flush time", id, lost);
                }
            }
            inHandSince = spool.oldest();
            return spool.poll();
        } finally {
            lock.unlock();
        }
    }

    private boolean flushIsOver() {
        return flushUntil != null && clock.instant().isAfter(flushUntil);
    }

    private void write(PackagedObject object) {
        String key = PREFIX + id + "/" + object.path();
        ObjectMetadata metadata =
                new ObjectMetadata(object.kind().contentType(), object.kind().cacheControl());
        for (int attempt = 1; ; attempt++) {
            try {
                store.put(key, object.body(), metadata);
                count(true);
                return;
            } catch (ObjectStoreException refused) {
                boolean last = !refused.retryable() || attempt >= settings.maxAttempts();
                if (last || !pause(attempt)) {
                    count(false);
                    LOG.warn("stream {}: {} not stored after {} attempts: {}", id, key, attempt, refused.getMessage());
                    return;
                }
            }
        }
    }

    private void count(boolean written) {
        lock.lock();
        try {
            writtenObjects += written ? 1 : 0;
            failedObjects += written ? 0 : 1;
            inHandSince = null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits before the next attempt; false when the flush time is over. */
    private boolean pause(int attempt) {
        lock.lock();
        try {
            long remainingNs = backOff(settings, attempt, random).toNanos();
            while (remainingNs > 0 && !flushIsOver()) {
                remainingNs = changed.awaitNanos(remainingNs);
            }
            return !flushIsOver();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Doubles with each attempt up to the bound; anything from half of that to all of it. */
    static Duration backOff(StoreSettings settings, int attempt, RandomGenerator random) {
        int doublings = Math.min(attempt - 1, 20);
        long fullNs = Math.min(
                settings.retryDelay().toNanos() << doublings,
                settings.maxRetryDelay().toNanos());
        return Duration.ofNanos(Math.round(fullNs * (0.5 + 0.5 * random.nextDouble())));
    }
}
