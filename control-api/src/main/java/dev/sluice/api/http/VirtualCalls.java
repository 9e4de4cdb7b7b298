package dev.sluice.api.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/**
 * The door from event loops to work that blocks: each call runs on a virtual thread of its own, and its outcome comes
 * back on the caller's event loop. At most {@code limit} calls are under way; more are refused at once rather than
 * queued. What the work and its outcome log names the request of the caller. A call that takes longer than
 * {@code timeout} fails for the caller while the work runs on, still counted.
 */
public final class VirtualCalls implements AutoCloseable {
    private final Vertx vertx;
    private final Duration timeout;
    private final Semaphore permits;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-call-", 0).factory());

    public VirtualCalls(Vertx vertx, int limit, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.permits = new Semaphore(limit);
    }

    /**
     * Runs the work. Called on an event loop.
     *
     * @return completes on the same event loop; fails with {@link ApiException} 503 when too much is under way, with
     *     {@link TimeoutException} when out of time, else as the work fails
     */
    public <T> Future<T> call(Callable<T> work) {
        if (!permits.tryAcquire()) {
            return Future.failedFuture(ApiException.unavailable("Too many requests are under way."));
        }
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        LogTrace trace = LogTrace.current();
        try {
            executor.execute(() -> trace.during(() -> run(work, context, promise, trace)));
        } catch (RejectedExecutionException closed) {
            permits.release();
            return Future.failedFuture(ApiException.unavailable("The server is shutting down."));
        }
        long timer = vertx.setTimer(
                timeout.toMillis(),
                late -> trace.during(() ->
                        promise.tryFail(new TimeoutException("no outcome within " + timeout.toMillis() + " ms"))));
        return promise.future().onComplete(outcome -> vertx.cancelTimer(timer));
    }

    private <T> void run(Callable<T> work, Context context, Promise<T> promise, LogTrace trace) {
        try {
            T outcome = work.call();
            context.runOnContext(v -> trace.during(() -> promise.tryComplete(outcome)));
        } catch (Throwable failure) { // The edge of a thread: whatever the work threw goes to the caller.
            context.runOnContext(v -> trace.during(() -> promise.tryFail(failure)));
        } finally {
            permits.release();
        }
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
