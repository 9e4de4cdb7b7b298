package dev.sluice.server.config;

import dev.sluice.identity.Role;
import dev.sluice.identity.Tenants;
import dev.sluice.identity.Tier;
import dev.sluice.identity.issuer.OutsideIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** What the settings of accounts, tokens and issuers must be. */
final class AuthRules {
    private static final int MAX_ISSUERS = 20;

    private final BiConsumer<String, String> problem;

    private AuthRules(BiConsumer<String, String> problem) {
        this.problem = problem;
    }

    static void check(SluiceConfig.Auth auth, BiConsumer<String, String> problem) {
        AuthRules rules = new AuthRules(problem);
        rules.role("auth.registered-role", auth.registeredRole());
        rules.range(
                "auth.access-token-lifetime", auth.accessTokenLifetime(), Duration.ofMinutes(1), Duration.ofDays(1));
        rules.range(
                "auth.refresh-token-lifetime",
                auth.refreshTokenLifetime(),
                Duration.ofMinutes(5),
                Duration.ofDays(365));
        rules.range("auth.signing-key-rotation", auth.signingKeyRotation(), Duration.ofHours(1), Duration.ofDays(3650));
        rules.issuers(auth);
    }

    private void issuers(SluiceConfig.Auth auth) {
        List<SluiceConfig.Issuer> issuers = auth.issuers();
        Set<String> names = new HashSet<>(Set.of(auth.tokenIssuer()));
        for (int i = 0; i < issuers.size(); i++) {
            String key = "auth.issuers[" + i + "].";
            if (i >= MAX_ISSUERS) {
                problem.accept(key + "issuer", "more than " + MAX_ISSUERS + " issuers");
                return;
            }
            SluiceConfig.Issuer issuer = issuers.get(i);
            if (issuer.issuer().isPresent()) {
                if (!names.add(issuer.issuer().get())) {
                    problem.accept(key + "issuer", "two issuers have this name, or it is auth.token-issuer");
                }
                keys(key, issuer);
            } else if (issuer.jwksUrl().isPresent() || issuer.hs256Secret().isPresent()) {
                problem.accept(key + "issuer", "must not be empty beside a JWKS URL or a secret");
            }
            role(key + "default-role", issuer.defaultRole());
            if (Tier.of(issuer.defaultTier()).isEmpty()) {
                problem.accept(key + "default-tier", "must be free, basic, pro or enterprise");
            }
            if (!Tenants.isSlug(issuer.tenant())) {
                problem.accept(key + "tenant", "may have 1 to 63 small letters, digits, dashes and underscores");
            }
        }
    }

    private void keys(String key, SluiceConfig.Issuer issuer) {
        if (issuer.jwksUrl().isPresent() == issuer.hs256Secret().isPresent()) {
            problem.accept(key + "jwks-url", "exactly one of jwks-url and hs256-secret must be set");
        }
        issuer.jwksUrl().ifPresent(url -> {
            if (!isSafe(url)) {
                problem.accept(key + "jwks-url", "must be an https URL, or http on this very machine");
            }
        });
        issuer.hs256Secret().ifPresent(secret -> {
            if (secret.getBytes(StandardCharsets.UTF_8).length < OutsideIssuer.MIN_SECRET_BYTES) {
                problem.accept(key + "hs256-secret", "must have at least " + OutsideIssuer.MIN_SECRET_BYTES + " bytes");
            }
        });
    }

    private static boolean isSafe(String url) {
        try {
            return OutsideIssuer.isSafe(URI.create(url));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private void role(String key, String text) {
        if (Role.of(text).isEmpty()) {
            problem.accept(key, "must be viewer, broadcaster, service or admin");
        }
    }

    private void range(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            problem.accept(
                    key, value.toSeconds() + "s is not between " + min.toSeconds() + "s and " + max.toSeconds() + "s");
        }
    }
}
