package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of a live stream: a bounded queue and a virtual thread that empties it into the {@link Subscriber}.
 *
 * <p>The publisher's side never blocks. When the queue is full, samples are dropped and counted up to the next sample
 * at which decoding can start. A hand-over takes everything queued at once, and an idle thread is woken only when
 * {@link SubscriptionSettings#wakeAfter} of media has gathered, so a subscriber costs a few wake-ups per second. Up to
 * one full queue more may be in the hands of the subscriber.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final String name;
    private final Subscriber subscriber;
    private final SubscriptionSettings settings;
    private final long wakeAfterUs;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();

    // Guarded by lock.
    private ArrayDeque<Object> queue = new ArrayDeque<>();
    private ArrayDeque<Object> spare = new ArrayDeque<>();
    private int queuedSamples;
    private long queuedBytes;
    private long firstQueuedUs;
    private @Nullable TracksChange pendingTracks;
    private boolean skipping = true;
    private boolean waiting;
    private long droppedSamples;
    private @Nullable EndReason end;

    private record TracksChange(List<Track> tracks, boolean discontinuity) {}

    Subscription(String name, Subscriber subscriber, SubscriptionSettings settings) {
        this.name = name;
        this.subscriber = subscriber;
        this.settings = settings;
        this.wakeAfterUs = settings.wakeAfter().toNanos() / 1000;
    }

    public String name() {
        return name;
    }

    public int queuedSamples() {
        lock.lock();
        try {
            return queuedSamples;
        } finally {
            lock.unlock();
        }
    }

    public long droppedSamples() {
        lock.lock();
        try {
            return droppedSamples;
        } finally {
            lock.unlock();
        }
    }

    /** Stops reading: what is queued is forgotten and the subscriber gets its last call. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (end == null) {
                end = EndReason.STOPPED;
            }
            queue.clear();
            queuedSamples = 0;
            queuedBytes = 0;
            readable.signal();
        } finally {
            lock.unlock();
        }
    }

    void start(ThreadFactory threads) {
        threads.newThread(this::deliverUntilEnd).start();
    }

    boolean ended() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Announces tracks ahead of the next sample that gets in.
     *
     * @param restart true when that sample must be one at which decoding can start
     */
    void offerTracks(List<Track> tracks, boolean discontinuity, boolean restart) {
        lock.lock();
        try {
            boolean broken = discontinuity || (pendingTracks != null && pendingTracks.discontinuity);
            pendingTracks = new TracksChange(tracks, broken);
            skipping |= restart;
        } finally {
            lock.unlock();
        }
    }

    void offer(EncodedSample sample, long timeUs, boolean start) {
        lock.lock();
        try {
            int bytes = sample.payload().sizeBytes();
            if (end != null) {
                return;
            }
            boolean full = queuedSamples >= settings.maxSamples() || queuedBytes + bytes > settings.maxBytes();
            if (full || (skipping && !start)) {
                skipping = true;
                droppedSamples++;
                return;
            }
            skipping = false;
            enqueue(sample, bytes, timeUs);
            if (waiting && (wakeAfterUs == 0 || Math.abs(timeUs - firstQueuedUs) >= wakeAfterUs)) {
                waiting = false;
                readable.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(EncodedSample sample, int bytes, long timeUs) {
        if (queuedSamples == 0) {
            firstQueuedUs = timeUs;
        }
        if (pendingTracks != null) {
            queue.add(pendingTracks);
            pendingTracks = null;
        }
        queue.add(sample);
        queuedSamples++;
        queuedBytes += bytes;
    }

    void offerEnd(EndReason reason) {
        lock.lock();
        try {
            if (end == null) {
                end = reason;
            }
            readable.signal();
        } finally {
            lock.unlock();
        }
    }

    private void deliverUntilEnd() {
        EndReason reason = EndReason.FAILED;
        try {
            ArrayDeque<Object> batch = take();
            while (!batch.isEmpty()) {
                deliver(batch);
                batch = take();
            }
            reason = endReason();
        } catch (RuntimeException defect) {
            LOG.error("subscriber {} failed and is cut off", name, defect);
        } finally {
            close();
            deliverEnd(reason);
        }
    }

    private void deliver(ArrayDeque<Object> batch) {
        for (Object item = batch.poll(); item != null; item = batch.poll()) {
            switch (item) {
                case EncodedSample sample -> subscriber.onSample(sample);
                case TracksChange change -> subscriber.onTracks(change.tracks, change.discontinuity);
                default -> throw new AssertionError(item);
            }
        }
    }

    private void deliverEnd(EndReason reason) {
        try {
            subscriber.onEnd(reason);
        } catch (RuntimeException defect) {
            LOG.error("subscriber {} failed at its end", name, defect);
        }
    }

    /** Everything queued; waits while nothing is; empty only at the end. */
    private ArrayDeque<Object> take() {
        lock.lock();
        try {
            while (queue.isEmpty() && end == null) {
                waiting = true;
                readable.awaitUninterruptibly();
            }
            waiting = false;
            ArrayDeque<Object> batch = queue;
            queue = spare;
            spare = batch;
            queuedSamples = 0;
            queuedBytes = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private EndReason endReason() {
        lock.lock();
        try {
            return end == null ? EndReason.FAILED : end;
        } finally {
            lock.unlock();
        }
    }
}
