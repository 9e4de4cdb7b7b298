package dev.sluice.vod.publish;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What pictures that somebody sent are decoded on. */
public final class PictureThreads {
    private static final int CPUS_PER_DECODER = 4;
    private static final int MAX_DECODERS = 4;
    /** Each with one file in memory. */
    private static final int MAX_WAITING = 16;

    private static final Duration IDLE_TIME = Duration.ofSeconds(30);

    private PictureThreads() {}

    /**
     * Platform threads, since a native call would hold a virtual thread's carrier: few, none when idle, behind a
     * bounded queue. More work is refused with {@link java.util.concurrent.RejectedExecutionException}. They need no
     * end: what is under way holds nothing but memory.
     */
    public static Executor ofThisMachine() {
        int count = Math.clamp(Runtime.getRuntime().availableProcessors() / CPUS_PER_DECODER, 1, MAX_DECODERS);
        ThreadPoolExecutor decoders = new ThreadPoolExecutor(
                count,
                count,
                IDLE_TIME.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("picture-", 0).daemon().factory());
        decoders.allowCoreThreadTimeOut(true);
        return decoders;
    }
}
