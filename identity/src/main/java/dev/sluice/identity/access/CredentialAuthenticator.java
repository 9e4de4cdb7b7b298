package dev.sluice.identity.access;

import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.AuthenticationException.Problem;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import dev.sluice.identity.apikey.ApiKeyCache;
import dev.sluice.identity.issuer.OutsideTokens;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.SignedToken;
import dev.sluice.identity.token.TokenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by an API key, in X-API-Key or as a bearer token, or by a JWT of this installation or a configured
 * issuer. Safe for any virtual thread; blocks only for what is not cached.
 */
public final class CredentialAuthenticator implements Authenticator {
    private static final Logger log = LoggerFactory.getLogger(CredentialAuthenticator.class);
    private static final String BEARER = "Bearer ";
    private static final int MAX_API_KEY_CHARACTERS = 512;

    private final ApiKeyCache apiKeys;
    private final AccessTokens accessTokens;
    private final OutsideTokens outsideTokens;

    public CredentialAuthenticator(ApiKeyCache apiKeys, AccessTokens accessTokens, OutsideTokens outsideTokens) {
        this.apiKeys = apiKeys;
        this.accessTokens = accessTokens;
        this.outsideTokens = outsideTokens;
    }

    @Override
    public Principal authenticate(@Nullable String authorization, @Nullable String apiKey)
            throws AuthenticationException {
        Principal byKey = apiKey == null || apiKey.isEmpty() ? null : byApiKey(apiKey);
        Principal byBearer = authorization == null || authorization.isEmpty() ? null : byBearer(bearer(authorization));
        if (byKey != null && byBearer != null && !byKey.equals(byBearer)) {
            throw new AuthenticationException(Problem.INVALID, "Two credentials of different callers were sent.");
        }
        if (byKey != null) {
            return byKey;
        }
        if (byBearer != null) {
            return byBearer;
        }
        throw new AuthenticationException(
                Problem.MISSING, "Send a token in the Authorization header, or an API key in X-API-Key.");
    }

    /** What stands in an Authorization header. */
    public static String bearer(String authorization) throws AuthenticationException {
        if (!authorization.regionMatches(/* ignoreCase= */ true, 0, BEARER, 0, BEARER.length())) {
            throw new AuthenticationException(Problem.INVALID, "The Authorization header must be: Bearer <token>.");
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private Principal byBearer(String credential) throws AuthenticationException {
        return SignedToken.looksLike(credential) ? byToken(credential) : byApiKey(credential);
    }

    private Principal byToken(String text) throws AuthenticationException {
        try {
            SignedToken token = SignedToken.parse(text);
            return accessTokens.claimsToBeOurs(token) ? accessTokens.verify(token) : outsideTokens.verify(token);
        } catch (TokenException refused) {
            log.debug("A token was refused: {}", refused.getMessage());
            throw refused.expired()
                    ? new AuthenticationException(Problem.EXPIRED, "The token has expired.")
                    : new AuthenticationException(Problem.INVALID, "The token is not valid.");
        }
    }

    private Principal byApiKey(String key) throws AuthenticationException {
        if (key.isEmpty() || key.length() > MAX_API_KEY_CHARACTERS) {
            throw invalidKey();
        }
        return apiKeys.find(key).orElseThrow(CredentialAuthenticator::invalidKey);
    }

    private static AuthenticationException invalidKey() {
        return new AuthenticationException(Problem.INVALID, "The API key is not valid.");
    }
}
