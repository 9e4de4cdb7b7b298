package dev.sluice.identity.account;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import dev.sluice.identity.Principal;
import dev.sluice.identity.password.PasswordHasher;
import dev.sluice.identity.password.PasswordRules;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.RefreshTokens;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Logins: password, then the second factor where there is one, then tokens. An unknown name takes as long and is told
 * the same as a wrong password. Blocks; safe for any virtual thread.
 */
public final class Logins {
    private static final int MAX_LOGIN_CHARACTERS = 320;

    private final AccountRepository accounts;
    private final PasswordHasher passwords;
    private final TwoFactor twoFactor;
    private final LoginThrottle throttle;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;

    /** What a right password leads to. */
    public sealed interface Outcome {}

    /** Signed in. */
    public record SignedIn(Account account, String accessToken, String refreshToken) implements Outcome {
        @Override
        public String toString() {
            return "login of " + account;
        }
    }

    /** The second factor is missing; the token stands for the password meanwhile. */
    public record SecondFactorNeeded(String challengeToken) implements Outcome {
        @Override
        public String toString() {
            return "second factor needed";
        }
    }

    public Logins(
            AccountRepository accounts,
            PasswordHasher passwords,
            TwoFactor twoFactor,
            LoginThrottle throttle,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.twoFactor = twoFactor;
        this.throttle = throttle;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
    }

    /**
     * @param login username or email
     * @param code of the second factor, null when none was sent
     * @throws IdentityException BAD_CREDENTIALS, THROTTLED or BUSY
     */
    public Outcome login(String login, String password, @Nullable String code, String clientAddress)
            throws IdentityException {
        if (login.length() > MAX_LOGIN_CHARACTERS
                || password.codePointCount(0, password.length()) > PasswordRules.MAX_CHARACTERS) {
            throw badCredentials();
        }
        LoginThrottle.Attempt attempt =
                throttle.attempt(Principal.DEFAULT_TENANT + "/" + login.toLowerCase(Locale.ROOT), clientAddress);
        Account account = accounts.findByLogin(Principal.DEFAULT_TENANT, login).orElse(null);
        boolean right = passwords.verify(account == null ? null : account.passwordHash(), password);
        if (account == null || !right) {
            throw badCredentials();
        }
        attempt.succeeded();
        if (passwords.isOutdated(account.passwordHash())) {
            accounts.setPasswordHash(account.tenant(), account.id(), passwords.hash(password));
        }
        if (!account.needsSecondFactor()) {
            return signIn(account);
        }
        if (code == null) {
            return new SecondFactorNeeded(accessTokens.challenge(account.tenant(), account.id()));
        }
        twoFactor.verify(account, code, clientAddress);
        return signIn(account);
    }

    /**
     * The second step of a login.
     *
     * @throws IdentityException BAD_CREDENTIALS, THROTTLED or CONFLICT
     */
    public SignedIn finish(AccessTokens.Challenged challenged, String code, String clientAddress)
            throws IdentityException {
        Account account =
                accounts.find(challenged.tenant(), challenged.account()).orElseThrow(Logins::badCredentials);
        twoFactor.verify(account, code, clientAddress);
        return signIn(account);
    }

    /**
     * A new pair of tokens for a refresh token.
     *
     * @throws IdentityException BAD_CREDENTIALS
     */
    public SignedIn refresh(String refreshToken) throws IdentityException {
        RefreshTokens.Renewed renewed = refreshTokens.renew(refreshToken);
        Account account = accounts.find(renewed.tenant(), renewed.account()).orElseThrow(Logins::badCredentials);
        return new SignedIn(account, accessTokens.issue(account.principal()), renewed.token());
    }

    /** Ends the login of a refresh token; access tokens of it hold until they expire. */
    public void logout(String refreshToken) {
        refreshTokens.end(refreshToken);
    }

    private SignedIn signIn(Account account) {
        return new SignedIn(
                account, accessTokens.issue(account.principal()), refreshTokens.begin(account.tenant(), account.id()));
    }

    private static IdentityException badCredentials() {
        return new IdentityException(Kind.BAD_CREDENTIALS, "Username or password are not right.");
    }
}
