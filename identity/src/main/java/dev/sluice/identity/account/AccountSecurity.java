package dev.sluice.identity.account;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import dev.sluice.identity.password.PasswordHasher;
import dev.sluice.identity.password.PasswordRules;
import dev.sluice.identity.token.RefreshTokens;
import java.util.Map;
import java.util.Optional;

/**
 * What people do when they fear for their account: another password, no second factor, an end to all logins. The first
 * two ask for the password again, so that a stolen access token is not enough. Blocks; safe for any virtual thread.
 */
public final class AccountSecurity {
    private final AccountRepository accounts;
    private final PasswordHasher passwords;
    private final TwoFactor twoFactor;
    private final LoginThrottle throttle;
    private final RefreshTokens refreshTokens;

    public AccountSecurity(
            AccountRepository accounts,
            PasswordHasher passwords,
            TwoFactor twoFactor,
            LoginThrottle throttle,
            RefreshTokens refreshTokens) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.twoFactor = twoFactor;
        this.throttle = throttle;
        this.refreshTokens = refreshTokens;
    }

    /**
     * Sets another password and ends all logins, the caller's too.
     *
     * @throws IdentityException BAD_CREDENTIALS, THROTTLED, BUSY, or INVALID for a new password that does not do
     */
    public void changePassword(Account account, String current, String next, String clientAddress)
            throws IdentityException {
        requirePassword(account, current, clientAddress);
        Optional<String> weakness = PasswordRules.problem(next, account.username(), account.email());
        if (weakness.isPresent()) {
            throw IdentityException.invalid(Map.of("new_password", weakness.get()));
        }
        accounts.setPasswordHash(account.tenant(), account.id(), passwords.hash(next));
        endAllLogins(account);
    }

    /**
     * Removes the second factor with its backup codes.
     *
     * @throws IdentityException BAD_CREDENTIALS, THROTTLED, BUSY, or CONFLICT when there is none
     */
    public void disableTwoFactor(Account account, String password, String code, String clientAddress)
            throws IdentityException {
        if (!account.needsSecondFactor()) {
            throw new IdentityException(Kind.CONFLICT, "Two-factor authentication is not enabled.");
        }
        requirePassword(account, password, clientAddress);
        twoFactor.verify(account, code, clientAddress);
        accounts.removeTotp(account.tenant(), account.id());
    }

    /** Refresh tokens hold no more; access tokens do until they expire. */
    public void endAllLogins(Account account) {
        refreshTokens.endAll(account.tenant(), account.id());
    }

    private void requirePassword(Account account, String password, String clientAddress) throws IdentityException {
        LoginThrottle.Attempt attempt = throttle.attempt("password:" + account.id(), clientAddress);
        if (!passwords.verify(account.passwordHash(), password)) {
            throw new IdentityException(Kind.BAD_CREDENTIALS, "The password is not right.");
        }
        attempt.succeeded();
    }
}
