package dev.sluice.api;

import dev.sluice.identity.IdempotencyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys in memory. */
final class FakeIdempotencyStore implements IdempotencyStore {
    private final Map<String, Known> known = new HashMap<>();

    @Override
    public synchronized Optional<Known> claim(
            String keyHash, String requestHash, Instant now, Instant claimUntil, Instant keepUntil) {
        return Optional.ofNullable(known.putIfAbsent(keyHash, new Known(requestHash, Optional.empty())));
    }

    @Override
    public synchronized void complete(String keyHash, byte[] sealedAnswer) {
        known.computeIfPresent(keyHash, (same, claim) -> new Known(claim.requestHash(), Optional.of(sealedAnswer)));
    }

    @Override
    public synchronized void release(String keyHash) {
        known.remove(keyHash);
    }

    @Override
    public int sweep(Instant now, int limit) {
        throw new UnsupportedOperationException("requests do not sweep");
    }
}
