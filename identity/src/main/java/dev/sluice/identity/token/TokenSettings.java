package dev.sluice.identity.token;

import java.time.Duration;

/**
 * How tokens of this installation are made.
 *
 * @param issuer their {@code iss}; the same on every node
 * @param audience their {@code aud}
 */
public record TokenSettings(
        String issuer, String audience, Duration accessLifetime, Duration refreshLifetime, Duration challengeLifetime) {
    public static final TokenSettings DEFAULTS =
            new TokenSettings("sluice", "sluice-api", Duration.ofHours(1), Duration.ofDays(7), Duration.ofMinutes(5));
}
