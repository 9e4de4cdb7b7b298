package dev.sluice.engine.upload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits, within bounds, for what another node writes into the database. For one wait, by one thread. */
final class Patience {
    private static final long LOOK_AGAIN_MS = 100;

    private final long deadlineNs;
    private final CountDownLatch never = new CountDownLatch(1);

    Patience(Duration total) {
        this.deadlineNs = System.nanoTime() + total.toNanos();
    }

    /** @throws UploadException busy when it is over, or the thread is to stop */
    void waitABit() throws UploadException {
        try {
            if (System.nanoTime() - deadlineNs > 0 || never.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                throw UploadException.busy();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw UploadException.busy();
        }
    }
}
