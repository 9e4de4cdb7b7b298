package dev.sluice.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ES256 keys of this installation: the newest signs, older ones verify until the last token that they signed has
 * expired. Call {@link #refresh} once before anything else and every minute after; it blocks on the database. A key
 * that another node made is read when a token names it. Safe for use by many threads.
 */
public final class SigningKeys {
    private static final Duration MIN_RELOAD_INTERVAL = Duration.ofSeconds(1);
    /** For nodes that have not seen a new key yet, and clocks that differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private final SigningKeyRepository repository;
    private final InstantSource clock;
    private final Duration rotation;
    private final Duration tokenLifetime;
    private final Object reloading = new Object();
    private volatile List<Key> keys = List.of();
    private volatile Instant loadedAt = Instant.EPOCH;

    /** One key in memory. */
    record Key(ECKey jwk, Instant createdAt) {}

    /**
     * @param rotation age at which a key is followed by a new one
     * @param tokenLifetime of the longest-lived token
     */
    public SigningKeys(
            SigningKeyRepository repository, InstantSource clock, Duration rotation, Duration tokenLifetime) {
        this.repository = repository;
        this.clock = clock;
        this.rotation = rotation;
        this.tokenLifetime = tokenLifetime;
    }

    /** Reads the keys, makes a new one when the newest is too old, and deletes those that nothing needs. */
    public void refresh() {
        reload();
        Instant now = clock.instant();
        List<Key> known = keys;
        if (known.isEmpty() || !now.isBefore(known.getFirst().createdAt.plus(rotation))) {
            repository.addUnlessNewerThan(now.minus(rotation), generate(now));
            reload();
        }
        deleteUnneeded(now);
    }

    /** A key verifies until its successor has signed for as long as its own last token lives. */
    private void deleteUnneeded(Instant now) {
        List<Key> known = keys;
        for (int i = 1; i < known.size(); i++) {
            Instant successor = known.get(i - 1).createdAt;
            if (now.isAfter(successor.plus(tokenLifetime).plus(OVERLAP))) {
                repository.deleteCreatedBefore(known.get(i).createdAt.plusNanos(1_000));
                keys = List.copyOf(known.subList(0, i));
                return;
            }
        }
    }

    /**
     * The key that signs.
     *
     * @throws IllegalStateException before the first {@link #refresh}
     */
    ECKey signer() {
        List<Key> known = keys;
        if (known.isEmpty()) {
            throw new IllegalStateException("no signing key was read yet");
        }
        return known.getFirst().jwk;
    }

    /** The key that a token names, empty when it is none of ours. May read the database, at most once a second. */
    Optional<ECKey> find(@Nullable String kid) {
        if (kid == null) {
            return Optional.empty();
        }
        Optional<ECKey> known = among(keys, kid);
        if (known.isPresent()) {
            return known;
        }
        reloadAtTimes();
        return among(keys, kid);
    }

    /** The public keys as a JWK set, RFC 7517. */
    public List<Map<String, Object>> publicJwks() {
        List<Map<String, Object>> jwks = new ArrayList<>();
        keys.forEach(key -> jwks.add(key.jwk.toPublicJWK().toJSONObject()));
        return jwks;
    }

    private void reloadAtTimes() {
        synchronized (reloading) {
            if (clock.instant().isBefore(loadedAt.plus(MIN_RELOAD_INTERVAL))) {
                return; // Another thread has just read them.
            }
            reload();
        }
    }

    private void reload() {
        List<Key> read = new ArrayList<>();
        for (SigningKeyRecord kept : repository.all()) {
            read.add(new Key(parse(kept), kept.createdAt()));
        }
        keys = List.copyOf(read);
        loadedAt = clock.instant();
    }

    private static Optional<ECKey> among(List<Key> known, String kid) {
        return known.stream()
                .map(Key::jwk)
                .filter(jwk -> kid.equals(jwk.getKeyID()))
                .findFirst();
    }

    private static SigningKeyRecord generate(Instant now) {
        String kid = UUID.randomUUID().toString();
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .issueTime(Date.from(now))
                    .generate();
            return new SigningKeyRecord(kid, key.toJSONString(), now);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    private static ECKey parse(SigningKeyRecord kept) {
        try {
            return ECKey.parse(kept.privateJwk());
        } catch (ParseException e) {
            throw new IllegalStateException(kept + " in the database is not a key", e);
        }
    }
}
