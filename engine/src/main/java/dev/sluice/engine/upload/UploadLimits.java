package dev.sluice.engine.upload;

import java.time.Duration;

/**
 * What uploads are held to.
 *
 * @param maxFileBytes of one file
 * @param maxOpenPerOwner uploads that are neither completed nor ended
 * @param maxOpenBytesPerOwner that those declare, or have brought without declaring, together
 * @param bufferBytes of parts in the memory of this node, all uploads together
 * @param idleExpiry how long an upload stays without a byte
 * @param retention how long an ended upload can still be asked for
 */
public record UploadLimits(
        long maxFileBytes,
        int maxOpenPerOwner,
        long maxOpenBytesPerOwner,
        int bufferBytes,
        Duration idleExpiry,
        Duration retention) {
    public static final String KEY_PREFIX = "uploads/";
    public static final int MIN_CHUNK_BYTES = 256 << 10;
    public static final int MAX_CHUNK_BYTES = 64 << 20;
    public static final int DEFAULT_CHUNK_BYTES = 8 << 20;
    public static final int MAX_CHUNKS = 10_000;
    public static final int MAX_PIECES = 100;

    public static final UploadLimits DEFAULTS = new UploadLimits(
            /* maxFileBytes= */ 100L << 30,
            /* maxOpenPerOwner= */ 100,
            /* maxOpenBytesPerOwner= */ 1L << 40,
            /* bufferBytes= */ 128 << 20,
            Duration.ofHours(24),
            Duration.ofDays(7));

    /** The largest part that a file may need: what each upload that receives holds. */
    private static final int LARGEST_BUFFER_BYTES = 32 << 20;

    /** @throws IllegalArgumentException with the reason */
    public UploadLimits {
        if (maxFileBytes < 1 || ChunkPlan.sequentialPartBytes(maxFileBytes) > LARGEST_BUFFER_BYTES) {
            throw new IllegalArgumentException("files may have 1 byte to 300 GiB, not " + maxFileBytes + " bytes");
        }
        if (bufferBytes < LARGEST_BUFFER_BYTES) {
            throw new IllegalArgumentException("upload buffers need at least " + LARGEST_BUFFER_BYTES + " bytes");
        }
        if (maxOpenPerOwner < 1 || maxOpenBytesPerOwner < 1) {
            throw new IllegalArgumentException("an owner needs room for an upload");
        }
        if (!idleExpiry.isPositive() || !retention.isPositive()) {
            throw new IllegalArgumentException("times of uploads must be above zero");
        }
    }
}
