package dev.sluice.identity.account;

import dev.sluice.identity.IdentityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing, per account and per client address: after some failures each further one doubles the wait, up to a
 * bound, so that nobody is locked out for good. An attempt counts as a failure from its beginning, so that many at one
 * time are no way around. Names that do not exist count as those that do. In memory, bounded: the longest untouched is
 * forgotten. Safe for use by many threads.
 */
public final class LoginThrottle {
    private static final int MAX_ENTRIES = 100_000;
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final Limit ACCOUNT = new Limit(5, Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final Limit ADDRESS = new Limit(30, Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final int MAX_DOUBLINGS = 20;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new Bounded();

    /** @param freeFailures before the first wait */
    private record Limit(int freeFailures, Duration firstWait, Duration maxWait) {}

    /** @param until the next attempt waits */
    private record Failures(int count, Instant last, Instant until) {}

    /** One try that was let in. */
    public final class Attempt {
        private final String accountKey;
        private final String addressKey;

        private Attempt(String accountKey, String addressKey) {
            this.accountKey = accountKey;
            this.addressKey = addressKey;
        }

        /** The guess was right: the account starts anew, and the address has one failure less. */
        public void succeeded() {
            synchronized (failures) {
                failures.remove(accountKey);
                failures.computeIfPresent(
                        addressKey,
                        (key, old) -> old.count <= 1 ? null : new Failures(old.count - 1, old.last, Instant.MIN));
            }
        }
    }

    public LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Lets one guess in.
     *
     * @param account whatever names the account, existing or not
     * @param address of the client, empty when unknown
     * @throws IdentityException THROTTLED with the time to wait
     */
    public Attempt attempt(String account, String address) throws IdentityException {
        String accountKey = "account " + account;
        String addressKey = "address " + address;
        Instant now = clock.instant();
        synchronized (failures) {
            refuseUntil(accountKey, now);
            refuseUntil(addressKey, now);
            failures.merge(accountKey, first(now), (old, one) -> next(old, now, ACCOUNT));
            failures.merge(addressKey, first(now), (old, one) -> next(old, now, ADDRESS));
        }
        return new Attempt(accountKey, addressKey);
    }

    private void refuseUntil(String key, Instant now) throws IdentityException {
        Failures known = failures.get(key);
        if (known != null && now.isBefore(known.until)) {
            throw IdentityException.throttled(Duration.between(now, known.until));
        }
    }

    private static Failures first(Instant now) {
        return new Failures(1, now, Instant.MIN);
    }

    private static Failures next(Failures old, Instant now, Limit limit) {
        if (now.isAfter(old.last.plus(FORGET_AFTER))) {
            return first(now);
        }
        int count = old.count + 1;
        int over = count - limit.freeFailures;
        if (over < 0) {
            return new Failures(count, now, Instant.MIN);
        }
        Duration wait = limit.firstWait.multipliedBy(1L << Math.min(over, MAX_DOUBLINGS));
        return new Failures(count, now, now.plus(wait.compareTo(limit.maxWait) < 0 ? wait : limit.maxWait));
    }

    /** The oldest by last touch goes first. */
    private static final class Bounded extends LinkedHashMap<String, Failures> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, /* accessOrder= */ true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ENTRIES;
        }
    }
}
