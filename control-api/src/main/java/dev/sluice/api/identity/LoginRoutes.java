package dev.sluice.api.identity;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.account.Logins;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code /auth/login}, {@code /auth/refresh} and {@code /auth/logout}. */
final class LoginRoutes {
    private static final Set<String> FORM_FIELDS =
            Set.of("username", "password", "code", "grant_type", "scope", "client_id", "client_secret");
    private static final int MAX_TOKEN_LENGTH = 512;

    private final Logins logins;
    private final LoginJson json;

    LoginRoutes(Logins logins, LoginJson json) {
        this.logins = logins;
        this.json = json;
    }

    /** A form as of OAuth's password grant, whose other fields are taken and mean nothing here. */
    ApiResponse login(ApiRequest request) throws IdentityException {
        Map<String, String> form = FormBody.read(request);
        Map<String, String> problems = new TreeMap<>();
        for (String name : form.keySet()) {
            if (!FORM_FIELDS.contains(name)) {
                throw ApiException.invalidRequest("The form has an unknown field.");
            }
        }
        String username = required(form, "username", problems);
        String password = required(form, "password", problems);
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
        return switch (logins.login(username, password, form.get("code"), request.clientAddress())) {
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
        Fields fields = Fields.of(request, "refresh_token");
        String token = fields.required("refresh_token", MAX_TOKEN_LENGTH);
        fields.check();
        return token;
    }

    private static String required(Map<String, String> form, String name, Map<String, String> problems) {
        String value = form.getOrDefault(name, "");
        if (value.isEmpty()) {
            problems.put(name, "Required.");
        }
        return value;
    }
}
