package dev.sluice.identity.token;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import dev.sluice.identity.Secrets;
import dev.sluice.identity.token.RefreshTokenRepository.Rotation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refresh tokens: random, kept as hashes, each good for one use. Blocks; safe for any virtual thread. */
public final class RefreshTokens {
    private static final Logger log = LoggerFactory.getLogger(RefreshTokens.class);
    private static final String PREFIX = "rt_";

    private final RefreshTokenRepository repository;
    private final Duration lifetime;
    private final Clock clock;

    /** A used token's successor, and whose login it is. */
    public record Renewed(String tenant, UUID account, String token) {
        @Override
        public String toString() {
            return "login of account " + account;
        }
    }

    public RefreshTokens(RefreshTokenRepository repository, Duration lifetime, Clock clock) {
        this.repository = repository;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Begins a login.
     *
     * @return its first refresh token
     */
    public String begin(String tenant, UUID account) {
        String token = Secrets.generate(PREFIX);
        Instant now = clock.instant();
        repository.begin(UUID.randomUUID(), tenant, account, Secrets.hash(token), now, now.plus(lifetime));
        return token;
    }

    /** @throws IdentityException BAD_CREDENTIALS when the token does not hold; a used one ends its login */
    public Renewed renew(String token) throws IdentityException {
        String successor = Secrets.generate(PREFIX);
        Instant now = clock.instant();
        Rotation rotation = repository.rotate(Secrets.hash(token), Secrets.hash(successor), now, now.plus(lifetime));
        return switch (rotation) {
            case Rotation.Rotated rotated -> new Renewed(rotated.tenant(), rotated.account(), successor);
            case Rotation.Reused _ -> {
                log.warn("A refresh token was used a second time; its login was ended");
                throw refused();
            }
            case Rotation.Unknown _ -> throw refused();
        };
    }

    /** Ends the login that a token is of. Unknown tokens end nothing. */
    public void end(String token) {
        repository.revoke(Secrets.hash(token), clock.instant());
    }

    /** Ends all logins of an account. */
    public void endAll(String tenant, UUID account) {
        repository.revokeAll(tenant, account, clock.instant());
    }

    private static IdentityException refused() {
        return new IdentityException(Kind.BAD_CREDENTIALS, "The refresh token is not valid.");
    }
}
