package dev.sluice.api.identity;

import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.account.Logins;

/** {@code /auth/login}, {@code /auth/refresh} and {@code /auth/logout}. */
final class LoginRoutes {
    private final Logins logins;
    private final LoginJson json;

    LoginRoutes(Logins logins, LoginJson json) {
        this.logins = logins;
        this.json = json;
    }

    /** A form as of OAuth's password grant, whose other fields are taken and mean nothing here. */
    ApiResponse login(ApiRequest request) throws IdentityException {
        Fields form = Fields.of(request);
        return switch (logins.login(
                form.required("username"), form.required("password"), form.text("code"), request.clientAddress())) {
            case Logins.SignedIn signedIn -> ApiResponse.ok(json.login(signedIn));
            case Logins.SecondFactorNeeded needed -> ApiResponse.ok(json.challenge(needed.challengeToken()));
        };
    }

    ApiResponse refresh(ApiRequest request) throws IdentityException {
        return ApiResponse.ok(json.tokens(logins.refresh(refreshToken(request))));
    }

    ApiResponse logout(ApiRequest request) {
        logins.logout(refreshToken(request));
        return ApiResponse.noContent();
    }

    private static String refreshToken(ApiRequest request) {
        return Fields.of(request).required("refresh_token");
    }
}
