package dev.sluice.engine.port;

import java.time.Instant;

/** Hashes of the API keys. Blocks; called on virtual threads only. */
public interface ApiKeyRepository {
    boolean isEmpty();

    /**
     * Adds a key unless its hash is already there.
     *
     * @param keyHash SHA-256 of the key in hex
     */
    void add(String name, String keyHash, Instant now);

    boolean contains(String keyHash);
}
