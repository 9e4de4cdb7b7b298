package dev.sluice.engine.upload;

import dev.sluice.engine.upload.UploadException.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The memory that parts of all uploads may take on this node. Safe for threads; first come, first served. */
public final class BufferBudget {
    private static final int UNIT_BYTES = 1 << 10;

    private final Semaphore units;
    private final Duration patience;

    /** @param patience how long an upload waits for room */
    public BufferBudget(int bytes, Duration patience) {
        this.units = new Semaphore(bytes / UNIT_BYTES, /* fair= */ true);
        this.patience = patience;
    }

    /** Room that was taken; closed once. */
    public interface Room extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws UploadException busy when there is no room in time */
    public Room take(int bytes) throws UploadException {
        int wanted = (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
        try {
            if (units.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return () -> units.release(wanted);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        throw new UploadException(
                Problem.BUSY, "upload_capacity", "Too many uploads are under way on this node. Try again later.");
    }
}
