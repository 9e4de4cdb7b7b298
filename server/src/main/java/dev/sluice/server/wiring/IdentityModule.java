package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.api.identity.IdentityRoutes;
import dev.sluice.api.identity.IdentityServices;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.access.CredentialAuthenticator;
import dev.sluice.identity.access.Housekeeping;
import dev.sluice.identity.account.AccountSecurity;
import dev.sluice.identity.account.Accounts;
import dev.sluice.identity.account.LoginThrottle;
import dev.sluice.identity.account.Logins;
import dev.sluice.identity.account.TwoFactor;
import dev.sluice.identity.apikey.ApiKeyCache;
import dev.sluice.identity.apikey.ApiKeyUse;
import dev.sluice.identity.apikey.ApiKeys;
import dev.sluice.identity.issuer.HttpJwksFetcher;
import dev.sluice.identity.issuer.OutsideTokens;
import dev.sluice.identity.password.Argon2Settings;
import dev.sluice.identity.password.PasswordHasher;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.RefreshTokens;
import dev.sluice.identity.token.SigningKeys;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.storage.db.Database;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Who may call. */
@Module
final class IdentityModule {
    private IdentityModule() {}

    @Provides
    @Singleton
    static ApiKeyUse apiKeyUse(Database database, Clock clock) {
        return new ApiKeyUse(database.apiKeys(), clock);
    }

    @Provides
    @Singleton
    static ApiKeyCache apiKeyCache(Database database, ApiKeyUse use) {
        return new ApiKeyCache(database.apiKeys(), use, System::nanoTime);
    }

    @Provides
    @Singleton
    static ApiKeys apiKeys(Database database, ApiKeyCache cache, Clock clock) {
        return new ApiKeys(database.apiKeys(), cache, clock);
    }

    /** Read from the database, and kept fresh from then on. */
    @Provides
    @Singleton
    static SigningKeys signingKeys(
            SluiceConfig config, Database database, ApiKeyUse use, Clock clock, Lifecycle lifecycle) {
        SigningKeys keys = new SigningKeys(
                database.signingKeys(),
                clock,
                config.auth().signingKeyRotation(),
                config.auth().accessTokenLifetime());
        Housekeeping housekeeping = new Housekeeping(use, keys, database.refreshTokens(), clock);
        lifecycle.started("identity", housekeeping);
        housekeeping.start();
        return keys;
    }

    @Provides
    @Singleton
    static AccessTokens accessTokens(SluiceConfig config, SigningKeys keys, Clock clock) {
        return new AccessTokens(keys, AuthSettings.tokens(config.auth()), clock);
    }

    @Provides
    @Singleton
    static OutsideTokens outsideTokens(SluiceConfig config, Clock clock, Lifecycle lifecycle) {
        HttpJwksFetcher fetcher = new HttpJwksFetcher();
        lifecycle.started("JWKS client", fetcher);
        return new OutsideTokens(AuthSettings.issuers(config.auth()), fetcher, clock);
    }

    @Provides
    @Singleton
    static Authenticator authenticator(ApiKeyCache apiKeys, AccessTokens accessTokens, OutsideTokens outsideTokens) {
        return new CredentialAuthenticator(apiKeys, accessTokens, outsideTokens);
    }

    @Provides
    @Singleton
    static PasswordHasher passwords() {
        return new PasswordHasher(Argon2Settings.DEFAULTS);
    }

    @Provides
    @Singleton
    static LoginThrottle throttle(Clock clock) {
        return new LoginThrottle(clock);
    }

    @Provides
    @Singleton
    static TwoFactor twoFactor(Database database, LoginThrottle throttle, Clock clock) {
        return new TwoFactor(database.accounts(), throttle, clock);
    }

    @Provides
    @Singleton
    static Accounts accounts(SluiceConfig config, Database database, PasswordHasher passwords, Clock clock) {
        return new Accounts(database.accounts(), passwords, AuthSettings.registration(config.auth()), clock);
    }

    @Provides
    @Singleton
    static RefreshTokens refreshTokens(SluiceConfig config, Database database, Clock clock) {
        return new RefreshTokens(database.refreshTokens(), config.auth().refreshTokenLifetime(), clock);
    }

    @Provides
    @Singleton
    static AccountSecurity accountSecurity(
            Database database,
            PasswordHasher passwords,
            TwoFactor twoFactor,
            LoginThrottle throttle,
            RefreshTokens refreshTokens) {
        return new AccountSecurity(database.accounts(), passwords, twoFactor, throttle, refreshTokens);
    }

    @Provides
    @Singleton
    static Logins logins(
            Database database,
            PasswordHasher passwords,
            TwoFactor twoFactor,
            LoginThrottle throttle,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens) {
        return new Logins(database.accounts(), passwords, twoFactor, throttle, accessTokens, refreshTokens);
    }

    @Provides
    @IntoSet
    static RouteGroup routes(
            Accounts accounts,
            Logins logins,
            TwoFactor twoFactor,
            AccountSecurity security,
            ApiKeys apiKeys,
            AccessTokens accessTokens,
            SigningKeys signingKeys) {
        return new IdentityRoutes(
                new IdentityServices(accounts, logins, twoFactor, security, apiKeys, accessTokens, signingKeys));
    }
}
