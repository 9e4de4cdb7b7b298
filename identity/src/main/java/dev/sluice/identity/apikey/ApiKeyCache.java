package dev.sluice.identity.apikey;

import dev.sluice.identity.Principal;
import dev.sluice.identity.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From an API key to who it is, in microseconds when the key was seen within {@link #MAX_AGE}. A revoked key holds for
 * that long on other nodes and no longer at all on the node that revoked it. Only keys that exist are kept, so that
 * guesses fill nothing.
 *
 * <p>Safe for use by many threads; blocks on the database when it does not know. Half-way to its end an entry is
 * renewed by the first caller that notices, while the others go on with what is known.
 */
public final class ApiKeyCache {
    /** How long what is known of a key may be used; under the 5 s in which a revoked key must end everywhere. */
    public static final Duration MAX_AGE = Duration.ofSeconds(3);

    private static final long MAX_AGE_NANOS = MAX_AGE.toNanos();
    private static final long RENEW_AGE_NANOS = MAX_AGE_NANOS / 2;
    private static final int MAX_ENTRIES = 10_000;

    private final ApiKeyRepository repository;
    private final ApiKeyUse use;
    private final LongSupplier nanoTime;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong revocations = new AtomicLong();

    /** @param nanoTime such as {@link System#nanoTime} */
    public ApiKeyCache(ApiKeyRepository repository, ApiKeyUse use, LongSupplier nanoTime) {
        this.repository = repository;
        this.use = use;
        this.nanoTime = nanoTime;
    }

    /** Who a key is; empty when there is no such key or it was revoked. */
    public Optional<Principal> find(String secret) {
        String hash = Secrets.hash(secret);
        Entry entry = entries.get(hash);
        long now = nanoTime.getAsLong();
        if (entry == null || entry.isOlder(now, MAX_AGE_NANOS) || entry.mustRenew(now)) {
            entry = load(hash, now);
        }
        if (entry == null) {
            return Optional.empty();
        }
        use.mark(entry.id);
        return Optional.of(entry.principal);
    }

    /** Forgets a key that was revoked here. */
    void forget(String keyHash) {
        revocations.incrementAndGet();
        entries.remove(keyHash);
    }

    private @Nullable Entry load(String hash, long now) {
        long revocationsBefore = revocations.get();
        ApiKeyRecord key = repository.findActive(hash).orElse(null);
        if (key == null) {
            entries.remove(hash);
            return null;
        }
        Entry loaded = new Entry(key.id(), key.principal(), now);
        if (entries.size() >= MAX_ENTRIES) {
            entries.values().removeIf(entry -> entry.isOlder(now, MAX_AGE_NANOS));
        }
        if (entries.size() < MAX_ENTRIES) {
            entries.put(hash, loaded);
            if (revocations.get() != revocationsBefore) { // What was read may be from before the revocation.
                entries.remove(hash);
            }
        }
        return loaded;
    }

    private static final class Entry {
        final UUID id;
        final Principal principal;
        final long loadedNanos;
        final AtomicBoolean renewing = new AtomicBoolean();

        Entry(UUID id, Principal principal, long loadedNanos) {
            this.id = id;
            this.principal = principal;
            this.loadedNanos = loadedNanos;
        }

        boolean isOlder(long now, long ageNanos) {
            return now - loadedNanos >= ageNanos;
        }

        boolean mustRenew(long now) {
            return isOlder(now, RENEW_AGE_NANOS) && renewing.compareAndSet(false, true);
        }
    }
}
