package dev.sluice.engine.thumbnail;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.Thumbnailer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Thumbnails of all live streams of this node. Decoding is done on a few threads of its own behind a bounded queue, at
 * most one picture of a stream at a time, so however slow it gets no stream waits for it. Safe for threads.
 */
public final class Thumbnails implements AutoCloseable {
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    private final ThumbnailSettings settings;
    private final Thumbnailer thumbnailer;
    private final StreamRepository repository;
    private final InstantSource clock;
    private final ThumbnailThreads threads;
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();

    /** Starts no thread before there is work. */
    public Thumbnails(
            ThumbnailSettings settings, Thumbnailer thumbnailer, StreamRepository repository, InstantSource clock) {
        this(settings, thumbnailer, repository, clock, ThumbnailThreads.ofThisMachine());
    }

    Thumbnails(
            ThumbnailSettings settings,
            Thumbnailer thumbnailer,
            StreamRepository repository,
            InstantSource clock,
            ThumbnailThreads threads) {
        this.settings = settings;
        this.thumbnailer = thumbnailer;
        this.repository = repository;
        this.clock = clock;
        this.threads = threads;
    }

    public boolean enabled() {
        return settings.enabled();
    }

    /** @param output takes each new picture, on any thread; must not block */
    public StreamThumbnails open(StreamId id, Consumer<PackagedObject> output) {
        return new StreamThumbnails(id, this, output);
    }

    public ThumbnailStats stats() {
        return new ThumbnailStats(made.get(), failed.get(), skipped.get());
    }

    ThumbnailSettings settings() {
        return settings;
    }

    Thumbnailer thumbnailer() {
        return thumbnailer;
    }

    StreamRepository repository() {
        return repository;
    }

    InstantSource clock() {
        return clock;
    }

    void countMade() {
        made.incrementAndGet();
    }

    void countFailed() {
        failed.incrementAndGet();
    }

    void countSkipped() {
        skipped.incrementAndGet();
    }

    /** False when too much waits already, or after {@link #close}. */
    boolean decodeLater(Runnable work) {
        return accepts(threads.decoders(), work);
    }

    /** For work that waits for the database. */
    boolean writeLater(Runnable work) {
        return accepts(threads.writers(), work);
    }

    private static boolean accepts(Executor executor, Runnable work) {
        try {
            executor.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Forgets what waits, and waits, bounded, for what is being decoded. Idempotent. */
    @Override
    public void close() {
        threads.close(CLOSE_TIME);
    }
}
