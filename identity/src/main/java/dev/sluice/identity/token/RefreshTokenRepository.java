package dev.sluice.identity.token;

import java.time.Instant;
import java.util.UUID;

/** Logins and their refresh tokens, as hashes. Blocks. */
public interface RefreshTokenRepository {
    /** What became of an attempt to use a refresh token. */
    sealed interface Rotation {
        /** The token was the newest of its login and has a successor now. */
        record Rotated(String tenant, UUID account) implements Rotation {}

        /** The token had been used before: somebody has a copy, and the login is over. */
        record Reused() implements Rotation {}

        /** There is no such token, or it expired, or its login is over. */
        record Unknown() implements Rotation {}
    }

    /** Begins a login with its first token. */
    void begin(UUID session, String tenant, UUID account, String tokenHash, Instant now, Instant expiresAt);

    /** Uses a token up and adds its successor, in one transaction that excludes others on the same login. */
    Rotation rotate(String tokenHash, String successorHash, Instant now, Instant successorExpiresAt);

    /**
     * Ends the login that a token is of, used or not.
     *
     * @return false when there is no such token
     */
    boolean revoke(String tokenHash, Instant now);

    /** Ends all logins of an account. */
    void revokeAll(String tenant, UUID account, Instant now);

    /** Deletes logins whose last token has expired. */
    void deleteExpired(Instant now);
}
