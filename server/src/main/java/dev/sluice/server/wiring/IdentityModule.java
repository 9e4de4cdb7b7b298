package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dev.sluice.engine.port.ApiKeyRepository;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Secrets;
import dev.sluice.identity.Tier;

/** Who may call. */
@Module
final class IdentityModule {
    private IdentityModule() {}

    @Provides
    static Authenticator authenticator(ApiKeyRepository keys) {
        return (authorization, apiKey) -> {
            if (apiKey == null || apiKey.isEmpty()) {
                throw new AuthenticationException(
                        AuthenticationException.Problem.MISSING, "Send an API key in the X-API-Key header.");
            }
            String hash = Secrets.hash(apiKey);
            if (!keys.contains(hash)) {
                throw new AuthenticationException(AuthenticationException.Problem.INVALID, "The API key is not valid.");
            }
            return new Principal(
                    Principal.DEFAULT_TENANT,
                    PrincipalKind.API_KEY,
                    hash,
                    "admin",
                    Role.ADMIN,
                    Role.ADMIN.scopes(),
                    Tier.ENTERPRISE);
        };
    }
}
