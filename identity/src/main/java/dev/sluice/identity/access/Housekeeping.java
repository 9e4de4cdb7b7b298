package dev.sluice.identity.access;

import dev.sluice.identity.apikey.ApiKeyUse;
import dev.sluice.identity.token.RefreshTokenRepository;
import dev.sluice.identity.token.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What identity does off the request path, on one thread of its own: writes when keys were used, rotates signing keys,
 * deletes logins that are over. A run that fails is logged and tried again. {@link #start} once, {@link #close} last.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration USE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration KEYS_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LOGINS_INTERVAL = Duration.ofHours(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ApiKeyUse use;
    private final SigningKeys signingKeys;
    private final RefreshTokenRepository logins;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("identity-housekeeping").factory());

    public Housekeeping(ApiKeyUse use, SigningKeys signingKeys, RefreshTokenRepository logins, Clock clock) {
        this.use = use;
        this.signingKeys = signingKeys;
        this.logins = logins;
        this.clock = clock;
    }

    /** Reads the signing keys, blocking for the database, and begins the rest. */
    public void start() {
        signingKeys.refresh();
        every(USE_INTERVAL, "write the use of API keys", use::flush);
        every(KEYS_INTERVAL, "refresh the signing keys", signingKeys::refresh);
        every(LOGINS_INTERVAL, "delete expired logins", () -> logins.deleteExpired(clock.instant()));
    }

    private void every(Duration interval, String what, Runnable work) {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(
                () -> run(what, work), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) { // The edge of a thread: the next run tries again.
            log.warn("Cannot {}: {}", what, e.getMessage());
        }
    }

    /** Waits a bounded time for a run under way, then writes what is left. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("Identity housekeeping did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run("write the use of API keys", use::flush);
    }
}
