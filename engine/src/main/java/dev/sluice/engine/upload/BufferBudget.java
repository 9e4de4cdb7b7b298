package dev.sluice.engine.upload;

import dev.sluice.engine.upload.UploadException.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory that parts of all uploads may take on this node. Arrays are used again and again, so that a long upload
 * leaves no garbage of its own size. Safe for threads; first come, first served.
 */
public final class BufferBudget {
    private static final int UNIT_BYTES = 1 << 10;

    private final Semaphore units;
    private final int capacityBytes;
    private final Duration patience;

    // Guarded by idle: arrays that nobody has, and how many bytes they and those in use have.
    private final ArrayDeque<byte[]> idle = new ArrayDeque<>();
    private long arrayBytes;

    /** @param patience how long an upload waits for room */
    public BufferBudget(int bytes, Duration patience) {
        this.units = new Semaphore(bytes / UNIT_BYTES, /* fair= */ true);
        this.capacityBytes = bytes;
        this.patience = patience;
    }

    /** Room that was taken; of one thread, closed once. */
    public final class Room implements AutoCloseable {
        private final int sizeBytes;
        private final int taken;
        private byte @Nullable [] array;

        private Room(int sizeBytes, int taken) {
            this.sizeBytes = sizeBytes;
            this.taken = taken;
        }

        /**
         * An array of the size that was asked for, whatever is in it; always the same one, until the room is closed.
         */
        public byte[] bytes() {
            byte[] mine = array == null ? newArray(sizeBytes) : array;
            array = mine;
            return mine;
        }

        @Override
        public void close() {
            if (array != null) {
                giveBack(array);
                array = null;
            }
            units.release(taken);
        }
    }

    /** @throws UploadException busy when there is no room in time */
    public Room take(int bytes) throws UploadException {
        int wanted = (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
        try {
            if (units.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Room(bytes, wanted);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        throw new UploadException(
                Problem.BUSY, "upload_capacity", "Too many uploads are under way on this node. Try again later.");
    }

    /** One that is idle, else a new one in the place of idle ones of other sizes. */
    private byte[] newArray(int sizeBytes) {
        synchronized (idle) {
            Iterator<byte[]> arrays = idle.iterator();
            while (arrays.hasNext()) {
                byte[] array = arrays.next();
                if (array.length == sizeBytes) {
                    arrays.remove();
                    return array;
                }
            }
            arrayBytes += sizeBytes;
            while (arrayBytes > capacityBytes && !idle.isEmpty()) {
                arrayBytes -= idle.removeFirst().length;
            }
        }
        return new byte[sizeBytes];
    }

    private void giveBack(byte[] array) {
        synchronized (idle) {
            idle.addLast(array);
        }
    }
}
