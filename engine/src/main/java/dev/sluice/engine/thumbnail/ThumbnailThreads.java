package dev.sluice.engine.thumbnail;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What thumbnails are made on.
 *
 * @param decoders few threads behind a bounded queue; refuses more
 * @param writers for short work that waits for the database
 */
record ThumbnailThreads(Executor decoders, Executor writers) {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailThreads.class);
    private static final int CPUS_PER_DECODER = 4;
    private static final int MAX_DECODERS = 4;
    /** Each waits with one key frame of its stream. */
    private static final int MAX_WAITING = 64;

    private static final Duration IDLE_TIME = Duration.ofSeconds(30);

    /** Platform threads for decoding, since a native call would hold a virtual thread's carrier. */
    static ThumbnailThreads ofThisMachine() {
        int count = Math.clamp(Runtime.getRuntime().availableProcessors() / CPUS_PER_DECODER, 1, MAX_DECODERS);
        ThreadPoolExecutor decoders = new ThreadPoolExecutor(
                count,
                count,
                IDLE_TIME.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("thumbnail-", 0).daemon().factory());
        decoders.allowCoreThreadTimeOut(true);
        return new ThumbnailThreads(
                decoders, work -> Thread.ofVirtual().name("thumbnail-row").start(work));
    }

    /** Ends the decoders, bounded in time. */
    void close(Duration timeout) {
        if (!(decoders instanceof ExecutorService service)) {
            return;
        }
        service.shutdownNow();
        try {
            if (!service.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a thumbnail is still being decoded after {} s", timeout.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
