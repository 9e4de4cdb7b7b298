package dev.sluice.api.identity;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRoutes;
import dev.sluice.api.http.Route;
import dev.sluice.api.http.RouteGroup;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.Scope;
import java.util.List;

/** The routes of accounts, logins and API keys. */
public final class IdentityRoutes implements RouteGroup {
    private static final String AUTH = "/api/v1/auth";
    private static final String ME = "/api/v1/users/me";
    private static final String KEYS = "/api/v1/api-keys";

    private final IdentityServices services;

    public IdentityRoutes(IdentityServices services) {
        this.services = services;
    }

    @Override
    public List<Route> routes(ApiRoutes api) {
        LoginJson tokens = new LoginJson(services.accessTokens().settings());
        UserRoutes users = new UserRoutes(services.accounts());
        TwoFactorRoutes twoFactor = new TwoFactorRoutes(services, api.authenticator(), tokens);
        LoginRoutes logins = new LoginRoutes(services.logins(), tokens);
        SecurityRoutes security = new SecurityRoutes(services.accounts(), services.security());
        ApiKeyRoutes keys = new ApiKeyRoutes(services.apiKeys());
        return List.of(
                Route.post(AUTH + "/register", api.open(mapped(users::register))),
                Route.post(AUTH + "/login", api.open(mapped(logins::login))),
                Route.post(AUTH + "/refresh", api.open(mapped(logins::refresh))),
                Route.post(AUTH + "/logout", api.open(mapped(logins::logout))),
                Route.post(AUTH + "/2fa/enable", api.signedIn(mapped(twoFactor::enable))),
                Route.post(AUTH + "/2fa/verify", api.open(twoFactor::requireToken, mapped(twoFactor::verify))),
                Route.post(AUTH + "/2fa/disable", api.signedIn(mapped(security::disableTwoFactor))),
                Route.post(AUTH + "/password", api.signedIn(mapped(security::changePassword))),
                Route.post(AUTH + "/logout-all", api.signedIn(mapped(security::endAllLogins))),
                Route.get(ME, api.signedIn(mapped(users::me))),
                Route.put(ME, api.signedIn(mapped(users::update))),
                Route.post(KEYS, api.needing(Scope.API_KEYS_MANAGE, mapped(keys::create))),
                Route.get(KEYS, api.needing(Scope.API_KEYS_MANAGE, mapped(keys::list))),
                Route.delete(KEYS + "/{key_id}", api.needing(Scope.API_KEYS_MANAGE, mapped(keys::revoke))),
                Route.get("/.well-known/jwks.json", api.open(new PublicKeys(services.signingKeys()))));
    }

    /** Turns what identity refuses into an answer. */
    private static ApiHandler mapped(ApiHandler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (IdentityException refused) {
                throw Refusals.of(refused);
            }
        };
    }
}
