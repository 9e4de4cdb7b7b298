package dev.sluice.api.identity;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.AuthenticationException.Problem;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.access.CredentialAuthenticator;
import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.TwoFactor.Enrolment;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.SignedToken;
import dev.sluice.identity.token.TokenException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /auth/2fa/enable} and {@code /auth/2fa/verify}. Verify has two uses, told apart by the token that is sent:
 * with a challenge it finishes a login, with an access token it activates the second factor that was set up.
 */
final class TwoFactorRoutes {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}|[0-9]{8}");

    private final IdentityServices services;
    private final LoginJson json;

    TwoFactorRoutes(IdentityServices services, LoginJson json) {
        this.services = services;
        this.json = json;
    }

    ApiResponse enable(ApiRequest request) throws IdentityException {
        Fields fields = Fields.of(request, "method");
        if (!fields.required("method", /* maxLength= */ 16).equals("totp")) {
            fields.problem("method", "Must be totp.");
        }
        fields.check();
        Account account = services.accounts().of(request.principal());
        Enrolment enrolment = services.twoFactor().enable(account);
        return ApiResponse.ok(new JsonObject()
                .put("secret", enrolment.secret())
                .put("qr_code", enrolment.qrCode())
                .put("backup_codes", new JsonArray(enrolment.backupCodes())));
    }

    ApiResponse verify(ApiRequest request) throws IdentityException {
        String authorization = request.headers().get("Authorization");
        try {
            Optional<AccessTokens.Challenged> challenged = challenged(authorization);
            if (challenged.isPresent()) {
                String code = code(request);
                return ApiResponse.ok(
                        json.login(services.logins().finish(challenged.get(), code, request.clientAddress())));
            }
            Account account = services.accounts()
                    .of(services.authenticator()
                            .authenticate(authorization, request.headers().get("X-API-Key")));
            services.twoFactor().verify(account, code(request), request.clientAddress());
            return ApiResponse.ok(json.access(services.accessTokens().issue(account.principal())));
        } catch (AuthenticationException refused) {
            throw ApiException.unauthenticated(refused);
        }
    }

    private Optional<AccessTokens.Challenged> challenged(@Nullable String authorization)
            throws AuthenticationException {
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

    private static String code(ApiRequest request) {
        Fields fields = Fields.of(request, "code");
        String code = fields.required("code", /* maxLength= */ 16);
        if (!CODE.matcher(code).matches()) {
            fields.problem("code", "Must be six digits, or the eight of a backup code.");
        }
        fields.check();
        return code;
    }
}
