package dev.sluice.api.identity;

import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.Logins.SignedIn;
import dev.sluice.identity.token.TokenSettings;
import io.vertx.core.json.JsonObject;

/** Tokens as the API shows them. */
final class LoginJson {
    private static final String TYPE = "bearer";

    private final TokenSettings settings;

    LoginJson(TokenSettings settings) {
        this.settings = settings;
    }

    JsonObject tokens(SignedIn signedIn) {
        return access(signedIn.accessToken()).put("refresh_token", signedIn.refreshToken());
    }

    JsonObject login(SignedIn signedIn) {
        Account account = signedIn.account();
        return tokens(signedIn)
                .put(
                        "user",
                        new JsonObject()
                                .put("id", account.id().toString())
                                .put("username", account.username())
                                .put("email", account.email()));
    }

    JsonObject access(String accessToken) {
        return new JsonObject()
                .put("access_token", accessToken)
                .put("token_type", TYPE)
                .put("expires_in", settings.accessLifetime().toSeconds());
    }

    JsonObject challenge(String challengeToken) {
        return new JsonObject()
                .put("two_factor_required", true)
                .put("challenge_token", challengeToken)
                .put("expires_in", settings.challengeLifetime().toSeconds());
    }
}
