package dev.sluice.api.ws;

import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a socket proves itself with, kept to be proved again. Never logged. */
record Credential(@Nullable String authorization, @Nullable String apiKey) {
    static final int MAX_TOKEN_LENGTH = 8 * 1024;
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /** A token is an access token when it has a JWT's form, else an API key. */
    static Credential ofToken(String token) {
        return JWT.matcher(token).matches() ? new Credential("Bearer " + token, null) : new Credential(null, token);
    }

    /** Blocks. */
    Principal prove(Authenticator authenticator) throws AuthenticationException {
        return authenticator.authenticate(authorization, apiKey);
    }

    @Override
    public String toString() {
        return "credential";
    }
}
