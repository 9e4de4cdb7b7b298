package dev.sluice.identity.fakes;

import dev.sluice.identity.token.SigningKeyRecord;
import dev.sluice.identity.token.SigningKeyRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Signing keys in memory. */
public final class FakeSigningKeys implements SigningKeyRepository {
    private final List<SigningKeyRecord> keys = new ArrayList<>();

    @Override
    public synchronized List<SigningKeyRecord> all() {
        return List.copyOf(keys);
    }

    @Override
    public synchronized void addUnlessNewerThan(Instant limit, SigningKeyRecord key) {
        if (keys.stream().noneMatch(known -> known.createdAt().isAfter(limit))) {
            keys.addFirst(key);
        }
    }

    @Override
    public synchronized void deleteCreatedBefore(Instant limit) {
        keys.removeIf(key -> key.createdAt().isBefore(limit));
    }
}
