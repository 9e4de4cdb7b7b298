package dev.sluice.api.identity;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.AuthenticationException.Problem;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.Principal;
import dev.sluice.identity.access.CredentialAuthenticator;
import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.TwoFactor.Enrolment;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.SignedToken;
import dev.sluice.identity.token.TokenException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * {@code /auth/2fa/enable} and {@code /auth/2fa/verify}. Verify has two uses, told apart by the token that is sent:
 * with a challenge it finishes a login, with an access token it activates the second factor that was set up.
 */
final class TwoFactorRoutes {
    private final IdentityServices services;
    private final Authenticator authenticator;
    private final LoginJson json;

    TwoFactorRoutes(IdentityServices services, Authenticator authenticator, LoginJson json) {
        this.services = services;
        this.authenticator = authenticator;
        this.json = json;
    }

    ApiResponse enable(ApiRequest request) throws IdentityException {
        Account account = services.accounts().of(request.principal());
        Enrolment enrolment = services.twoFactor().enable(account);
        return ApiResponse.ok(new JsonObject()
                .put("secret", enrolment.secret())
                .put("qr_code", enrolment.qrCode())
                .put("backup_codes", new JsonArray(enrolment.backupCodes())));
    }

    /** @throws ApiException 401 without a valid challenge or access token */
    void requireToken(ApiRequest request) {
        try {
            if (challenged(request).isEmpty()) {
                authenticate(request);
            }
        } catch (AuthenticationException refused) {
            throw ApiException.unauthenticated(refused);
        }
    }

    ApiResponse verify(ApiRequest request) throws IdentityException {
        String code = Fields.of(request).required("code");
        try {
            Optional<AccessTokens.Challenged> challenged = challenged(request);
            if (challenged.isPresent()) {
                return ApiResponse.ok(
                        json.login(services.logins().finish(challenged.get(), code, request.clientAddress())));
            }
            Account account = services.accounts().of(authenticate(request));
            services.twoFactor().verify(account, code, request.clientAddress());
            return ApiResponse.ok(json.access(services.accessTokens().issue(account.principal())));
        } catch (AuthenticationException refused) {
            throw ApiException.unauthenticated(refused);
        }
    }

    private Principal authenticate(ApiRequest request) throws AuthenticationException {
        return authenticator.authenticate(
                request.headers().get("Authorization"), request.headers().get("X-API-Key"));
    }

    private Optional<AccessTokens.Challenged> challenged(ApiRequest request) throws AuthenticationException {
        String authorization = request.headers().get("Authorization");
        if (authorization == null || authorization.isEmpty()) {
            return Optional.empty();
        }
        String text = CredentialAuthenticator.bearer(authorization);
        if (!SignedToken.looksLike(text)) {
            return Optional.empty();
        }
        try {
            SignedToken token = SignedToken.parse(text);
            return services.accessTokens().isChallenge(token)
                    ? Optional.of(services.accessTokens().verifyChallenge(token))
                    : Optional.empty();
        } catch (TokenException refused) {
            throw new AuthenticationException(
                    refused.expired() ? Problem.EXPIRED : Problem.INVALID, "The challenge token is not valid.");
        }
    }
}
