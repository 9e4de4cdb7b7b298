package dev.sluice.identity.apikey;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** API keys in the database, as hashes. Blocks; called on virtual threads only. */
public interface ApiKeyRepository {
    /** Whether no key was ever made. */
    boolean isEmpty();

    /**
     * Adds a key, and its tenant when that is new, unless its hash is already there.
     *
     * @param keyHash SHA-256 of the key in hex
     */
    void add(ApiKeyRecord key, String keyHash);

    /** The key with this hash, revoked ones not. */
    Optional<ApiKeyRecord> findActive(String keyHash);

    /** The tenant's keys that are not revoked, newest first. */
    ApiKeyPage list(String tenant, int page, int limit);

    /**
     * Ends a key for good.
     *
     * @return the hash of the key that was revoked, empty when the tenant has no such key
     */
    Optional<String> revoke(String tenant, UUID id, Instant now);

    /** Remembers when keys were last used. */
    void recordUse(Map<UUID, Instant> lastUsed);
}
