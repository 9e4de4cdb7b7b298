package dev.sluice.identity.issuer;

import dev.sluice.identity.Role;
import dev.sluice.identity.Tenants;
import dev.sluice.identity.Tier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A platform's own identity, whose tokens are accepted here. Exactly one of JWKS URL (RS256 or ES256, as each key says)
 * and secret (HS256) is set.
 *
 * @param issuer the {@code iss} of its tokens
 * @param audience that its tokens for this server have
 * @param claims where in a token what is found
 */
public record OutsideIssuer(
        String issuer,
        @Nullable URI jwksUrl,
        @Nullable String hs256Secret,
        String audience,
        ClaimNames claims,
        Defaults defaults) {
    /** RFC 7518, section 3.2: as long as the hash. */
    public static final int MIN_SECRET_BYTES = 32;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * Names of claims; a dot goes one object deeper, as in {@code realm_access.roles}.
     *
     * @param role null when tokens have none
     * @param tier null when tokens have none
     * @param tenant null when all users are of one tenant
     */
    public record ClaimNames(
            String subject,
            @Nullable String role,
            @Nullable String tier,
            @Nullable String tenant) {}

    /** What users are whose token does not say. */
    public record Defaults(Role role, Tier tier, String tenant) {}

    public OutsideIssuer {
        if ((jwksUrl == null) == (hs256Secret == null)) {
            throw new IllegalArgumentException("an issuer has either a JWKS URL or an HS256 secret");
        }
        if (hs256Secret != null && hs256Secret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("an HS256 secret has at least " + MIN_SECRET_BYTES + " bytes");
        }
        if (jwksUrl != null && !isSafe(jwksUrl)) {
            throw new IllegalArgumentException("a JWKS URL is https, or http on this very machine");
        }
        if (!Tenants.isSlug(defaults.tenant())) {
            throw new IllegalArgumentException("no tenant: " + defaults.tenant());
        }
    }

    /** Whether keys may be fetched from there: nobody on the way can replace them. */
    public static boolean isSafe(URI url) {
        String host = url.getHost();
        if (host == null || url.getRawUserInfo() != null || url.getScheme() == null) {
            return false;
        }
        return switch (url.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    @Override
    public String toString() {
        return "issuer " + issuer;
    }
}
