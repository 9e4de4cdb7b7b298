package dev.sluice.identity.fakes;

import dev.sluice.identity.apikey.ApiKeyPage;
import dev.sluice.identity.apikey.ApiKeyRecord;
import dev.sluice.identity.apikey.ApiKeyRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** API keys in memory, which counts look-ups. */
public final class FakeApiKeys implements ApiKeyRepository {
    public final Map<UUID, Instant> used = new HashMap<>();
    private final Map<String, ApiKeyRecord> keys = new LinkedHashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private int lookUps;

    public synchronized int lookUps() {
        return lookUps;
    }

    @Override
    public synchronized boolean isEmpty() {
        return keys.isEmpty();
    }

    @Override
    public synchronized void add(ApiKeyRecord key, String keyHash) {
        keys.putIfAbsent(keyHash, key);
    }

    @Override
    public synchronized Optional<ApiKeyRecord> findActive(String keyHash) {
        lookUps++;
        return revoked.contains(keyHash) ? Optional.empty() : Optional.ofNullable(keys.get(keyHash));
    }

    @Override
    public synchronized ApiKeyPage list(String tenant, int page, int limit) {
        List<ApiKeyRecord> all = keys.entrySet().stream()
                .filter(entry -> !revoked.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(key -> key.tenant().equals(tenant))
                .sorted(Comparator.comparing(ApiKeyRecord::createdAt).reversed())
                .toList();
        return new ApiKeyPage(
                all.stream().skip((page - 1L) * limit).limit(limit).toList(), all.size());
    }

    @Override
    public synchronized Optional<String> revoke(String tenant, UUID id, Instant now) {
        Optional<String> hash = keys.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id)
                        && entry.getValue().tenant().equals(tenant))
                .map(Map.Entry::getKey)
                .findFirst();
        return hash.filter(revoked::add);
    }

    @Override
    public synchronized void recordUse(Map<UUID, Instant> lastUsed) {
        used.putAll(lastUsed);
    }
}
