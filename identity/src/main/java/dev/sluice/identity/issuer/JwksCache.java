package dev.sluice.identity.issuer;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one outside issuer. Fetched when they are old or a token names one that is not known, but then at most
 * every {@link #MIN_INTERVAL}, whatever tokens say; failed fetches count. Old keys go on for {@link #MAX_STALE} while
 * the issuer cannot be reached. Safe for use by many threads, of which one fetches while those with known keys go on.
 */
final class JwksCache {
    static final Duration REFRESH_AFTER = Duration.ofMinutes(10);
    static final Duration MIN_INTERVAL = Duration.ofSeconds(30);
    static final Duration MAX_STALE = Duration.ofHours(1);
    private static final int MAX_KEYS = 100;
    private static final Logger log = LoggerFactory.getLogger(JwksCache.class);

    private final URI url;
    private final JwksFetcher fetcher;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Keys known = new Keys(List.of(), Instant.EPOCH);
    private volatile Instant triedAt = Instant.EPOCH;

    private record Keys(List<JWK> keys, Instant fetchedAt) {}

    JwksCache(URI url, JwksFetcher fetcher, InstantSource clock) {
        this.url = url;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** The key with an id. Blocks while the keys are fetched. */
    Optional<JWK> find(String kid) {
        Instant now = clock.instant();
        Keys current = known;
        Optional<JWK> key = among(current, kid, now);
        boolean old = !now.isBefore(current.fetchedAt.plus(REFRESH_AFTER));
        if (key.isPresent() && !old) {
            return key;
        }
        if (key.isPresent()) {
            if (fetching.tryLock()) {
                fetchUnderLock();
            }
        } else {
            fetching.lock();
            fetchUnderLock();
        }
        return among(known, kid, now);
    }

    /** Fetches unless that was tried a moment ago. The caller has locked; this unlocks. */
    private void fetchUnderLock() {
        try {
            Instant now = clock.instant();
            if (now.isBefore(triedAt.plus(MIN_INTERVAL))) {
                return;
            }
            triedAt = now;
            JWKSet set = JWKSet.parse(fetcher.fetch(url));
            if (set.size() > MAX_KEYS) {
                throw new IOException("has more than " + MAX_KEYS + " keys");
            }
            known = new Keys(List.copyOf(set.getKeys()), now);
        } catch (IOException | ParseException e) {
            log.warn("The keys at {} cannot be had: {}", url, e.getMessage());
        } finally {
            fetching.unlock();
        }
    }

    private static Optional<JWK> among(Keys keys, String kid, Instant now) {
        if (now.isAfter(keys.fetchedAt.plus(MAX_STALE))) {
            return Optional.empty();
        }
        return keys.keys.stream().filter(key -> kid.equals(key.getKeyID())).findFirst();
    }
}
