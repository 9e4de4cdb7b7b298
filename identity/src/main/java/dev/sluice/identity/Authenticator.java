package dev.sluice.identity;

import org.jspecify.annotations.Nullable;

/** Turns a request's credential into a {@link Principal}. May block; safe for any virtual thread. */
public interface Authenticator {
    /**
     * @param authorization the Authorization header, null when absent
     * @param apiKey the X-API-Key header, null when absent
     * @throws AuthenticationException when neither holds, or both are sent and differ in who they are
     */
    Principal authenticate(@Nullable String authorization, @Nullable String apiKey) throws AuthenticationException;
}
