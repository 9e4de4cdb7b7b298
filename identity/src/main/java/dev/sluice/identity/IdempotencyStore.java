package dev.sluice.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * Answers of requests that may be sent again. A key is claimed before the work begins and gets its answer after it.
 * Blocks; for virtual threads.
 */
public interface IdempotencyStore {
    /**
     * Claims a key for a request that begins now.
     *
     * @param keyHash names caller, route and the client's key; the key itself is not kept
     * @param requestHash tells another request under the same key
     * @param claimUntil when the claim of a request that never ended is over
     * @param keepUntil when the answer may be forgotten
     * @return empty when the claim is the caller's; else what is there
     */
    Optional<Known> claim(String keyHash, String requestHash, Instant now, Instant claimUntil, Instant keepUntil);

    /** Keeps the answer, sealed so that it cannot be read without the client's key. */
    void complete(String keyHash, byte[] sealedAnswer);

    /** Gives the key free: the work failed and may be tried again. */
    void release(String keyHash);

    /** Deletes what may be forgotten, at most {@code limit} rows. Returns how many. */
    int sweep(Instant now, int limit);

    /**
     * What is known under a key.
     *
     * @param sealedAnswer empty while the first request is under way
     */
    record Known(String requestHash, Optional<byte[]> sealedAnswer) {}
}
