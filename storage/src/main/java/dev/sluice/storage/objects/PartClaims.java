package dev.sluice.storage.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places of bodies that are being written at this moment. In memory: the store is one process's, so what a crash ended
 * claims nothing. Claims are made under the lock of the object's directory and end without it, once the writer has
 * closed the body. Safe for threads.
 */
final class PartClaims {
    private final Map<String, List<StoredPart>> claims = new ConcurrentHashMap<>();

    /** Those of one object. */
    List<StoredPart> of(String multipartId) {
        return claims.getOrDefault(multipartId, List.of());
    }

    void add(String multipartId, StoredPart place) {
        claims.merge(multipartId, List.of(place), (before, more) -> {
            List<StoredPart> both = new ArrayList<>(before);
            both.addAll(more);
            return List.copyOf(both);
        });
    }

    void end(String multipartId, StoredPart place) {
        claims.computeIfPresent(multipartId, (id, before) -> {
            List<StoredPart> left = new ArrayList<>(before);
            left.remove(place);
            return left.isEmpty() ? null : List.copyOf(left);
        });
    }
}
