package dev.sluice.identity.fakes;

import dev.sluice.identity.Role;
import dev.sluice.identity.access.CredentialAuthenticator;
import dev.sluice.identity.account.AccountSecurity;
import dev.sluice.identity.account.Accounts;
import dev.sluice.identity.account.LoginThrottle;
import dev.sluice.identity.account.Logins;
import dev.sluice.identity.account.RegistrationSettings;
import dev.sluice.identity.account.TwoFactor;
import dev.sluice.identity.apikey.ApiKeyCache;
import dev.sluice.identity.apikey.ApiKeyUse;
import dev.sluice.identity.apikey.ApiKeys;
import dev.sluice.identity.issuer.JwksFetcher;
import dev.sluice.identity.issuer.OutsideIssuer;
import dev.sluice.identity.issuer.OutsideTokens;
import dev.sluice.identity.password.Argon2Settings;
import dev.sluice.identity.password.PasswordHasher;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.RefreshTokens;
import dev.sluice.identity.token.SigningKeys;
import dev.sluice.identity.token.TokenSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** All of identity over memory, with a cheap password hash. */
public final class IdentityRig {
    public static final Argon2Settings CHEAP = new Argon2Settings(64, 1, 1, 2);
    public static final Duration ROTATION = Duration.ofDays(30);

    public final FakeApiKeys apiKeyRows = new FakeApiKeys();
    public final FakeAccounts accountRows = new FakeAccounts();
    public final FakeRefreshTokens refreshRows = new FakeRefreshTokens();
    public final FakeSigningKeys signingRows = new FakeSigningKeys();
    public final AtomicLong nanos = new AtomicLong();
    public final ApiKeyUse use;
    public final ApiKeyCache cache;
    public final ApiKeys apiKeys;
    public final SigningKeys signingKeys;
    public final AccessTokens accessTokens;
    public final PasswordHasher passwords = new PasswordHasher(CHEAP);
    public final TwoFactor twoFactor;
    public final Accounts accounts;
    public final AccountSecurity security;

    public final Logins logins;
    public final CredentialAuthenticator authenticator;

    public IdentityRig(Clock clock) {
        this(
                clock,
                List.of(),
                url -> {
                    throw new IOException("no issuer in this test");
                },
                new RegistrationSettings(true, Role.BROADCASTER));
    }

    public IdentityRig(
            Clock clock, List<OutsideIssuer> issuers, JwksFetcher fetcher, RegistrationSettings registration) {
        TokenSettings settings = TokenSettings.DEFAULTS;
        use = new ApiKeyUse(apiKeyRows, clock);
        cache = new ApiKeyCache(apiKeyRows, use, nanos::get);
        apiKeys = new ApiKeys(apiKeyRows, cache, clock);
        signingKeys = new SigningKeys(signingRows, clock, ROTATION, settings.accessLifetime());
        signingKeys.refresh();
        accessTokens = new AccessTokens(signingKeys, settings, clock);
        LoginThrottle throttle = new LoginThrottle(clock);
        twoFactor = new TwoFactor(accountRows, throttle, clock);
        accounts = new Accounts(accountRows, passwords, registration, clock);
        RefreshTokens refreshTokens = new RefreshTokens(refreshRows, settings.refreshLifetime(), clock);
        security = new AccountSecurity(accountRows, passwords, twoFactor, throttle, refreshTokens);
        logins = new Logins(accountRows, passwords, twoFactor, throttle, accessTokens, refreshTokens);
        authenticator = new CredentialAuthenticator(cache, accessTokens, new OutsideTokens(issuers, fetcher, clock));
    }
}
