package dev.sluice.identity.apikey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last used, written off the request path and at most once a minute per key: {@link #mark} remembers,
 * {@link #flush} writes. Safe for use by many threads; a key beyond {@link #MAX_KEYS} is noted after others were
 * written.
 */
public final class ApiKeyUse {
    private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 50_000;

    private final ApiKeyRepository repository;
    private final InstantSource clock;
    private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> pending = new ConcurrentHashMap<>();

    public ApiKeyUse(ApiKeyRepository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    void mark(UUID key) {
        Instant now = clock.instant();
        Instant last = noted.get(key);
        boolean due = last == null || !now.isBefore(last.plus(MIN_INTERVAL));
        if (due && (last != null || noted.size() < MAX_KEYS)) {
            noted.put(key, now);
            pending.put(key, now);
        }
    }

    /** Writes what was marked since; a failed write is tried again by the next call. Blocks on the database. */
    public void flush() {
        Instant forgotten = clock.instant().minus(MIN_INTERVAL);
        noted.values().removeIf(last -> !last.isAfter(forgotten));
        Map<UUID, Instant> batch = new HashMap<>(pending);
        if (!batch.isEmpty()) {
            repository.recordUse(batch);
            batch.forEach(pending::remove);
        }
    }
}
