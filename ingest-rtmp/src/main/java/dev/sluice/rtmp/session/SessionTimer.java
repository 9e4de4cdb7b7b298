package dev.sluice.rtmp.session;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one time limit that a session is under at a time. Owned by the connection's event loop. */
final class SessionTimer {
    private final EventExecutor eventLoop;
    private @Nullable ScheduledFuture<?> running;

    SessionTimer(EventExecutor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Replaces the limit before it. */
    void arm(Duration limit, Runnable onPassed) {
        cancel();
        running = eventLoop.schedule(onPassed, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Replaces the limit before it with a check that runs again and again. */
    void armRepeating(Duration interval, Runnable check) {
        cancel();
        running = eventLoop.scheduleAtFixedRate(check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (running != null) {
            running.cancel(/* mayInterruptIfRunning= */ false);
            running = null;
        }
    }

    long nowNanos() {
        return eventLoop.ticker().nanoTime();
    }
}
