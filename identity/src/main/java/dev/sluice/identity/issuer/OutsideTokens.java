package dev.sluice.identity.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Tenants;
import dev.sluice.identity.Tier;
import dev.sluice.identity.token.ClaimRules;
import dev.sluice.identity.token.SignedToken;
import dev.sluice.identity.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of configured issuers and says who their users are here. The issuer chooses the keys, each key its
 * one algorithm: a token can only fit or not. Safe for use by many threads; may block while keys are fetched.
 */
public final class OutsideTokens {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_SUBJECT_CHARACTERS = 255;

    private final InstantSource clock;
    private final Map<String, Verifier> verifiers = new HashMap<>();

    private record Verifier(OutsideIssuer issuer, @Nullable JwksCache jwks, ClaimRules rules) {}

    private record VerificationKey(JWSAlgorithm algorithm, JWSVerifier verifier) {}

    public OutsideTokens(List<OutsideIssuer> issuers, JwksFetcher fetcher, InstantSource clock) {
        this.clock = clock;
        for (OutsideIssuer issuer : issuers) {
            JwksCache jwks = issuer.jwksUrl() == null ? null : new JwksCache(issuer.jwksUrl(), fetcher, clock);
            ClaimRules rules = new ClaimRules(issuer.issuer(), issuer.audience(), CLOCK_SKEW);
            if (verifiers.put(issuer.issuer(), new Verifier(issuer, jwks, rules)) != null) {
                throw new IllegalArgumentException("two issuers are called " + issuer.issuer());
            }
        }
    }

    /** @throws TokenException when no configured issuer stands behind the token */
    public Principal verify(SignedToken token) throws TokenException {
        Verifier verifier = verifiers.get(token.claimedIssuer());
        if (verifier == null) {
            throw new TokenException("of an unknown issuer");
        }
        VerificationKey key = keyFor(verifier, token);
        token.verify(key.algorithm, key.verifier);
        JWTClaimsSet claims = token.claims();
        verifier.rules.check(claims, clock.instant());
        return principal(verifier.issuer, claims.getClaims());
    }

    private static VerificationKey keyFor(Verifier verifier, SignedToken token) throws TokenException {
        try {
            String secret = verifier.issuer.hs256Secret();
            if (secret != null) {
                return new VerificationKey(
                        JWSAlgorithm.HS256, new MACVerifier(secret.getBytes(StandardCharsets.UTF_8)));
            }
            String kid = token.keyId();
            JwksCache jwks = verifier.jwks;
            if (kid == null || jwks == null) {
                throw new TokenException("names no key");
            }
            return publicKey(jwks.find(kid).orElseThrow(() -> new TokenException("signed with an unknown key")));
        } catch (JOSEException unusable) {
            throw new TokenException("the issuer's key cannot be used: " + unusable.getMessage());
        }
    }

    private static VerificationKey publicKey(JWK key) throws JOSEException, TokenException {
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new TokenException("the key is not for signatures");
        }
        VerificationKey usable =
                switch (key) {
                    case RSAKey rsa
                    when rsa.size() >= MIN_RSA_BITS ->
                        new VerificationKey(JWSAlgorithm.RS256, new RSASSAVerifier(rsa.toRSAPublicKey()));
                    case ECKey ec
                    when ec.getCurve().equals(Curve.P_256) ->
                        new VerificationKey(JWSAlgorithm.ES256, new ECDSAVerifier(ec.toECPublicKey()));
                    default -> throw new TokenException("the key is none for RS256 or ES256");
                };
        if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(usable.algorithm.getName())) {
            throw new TokenException("the key is for " + key.getAlgorithm());
        }
        return usable;
    }

    private static Principal principal(OutsideIssuer issuer, Map<String, Object> claims) throws TokenException {
        OutsideIssuer.ClaimNames names = issuer.claims();
        String subject = text(claims, names.subject());
        if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT_CHARACTERS) {
            throw new TokenException("no usable " + names.subject());
        }
        String tenant = issuer.defaults().tenant();
        if (names.tenant() != null) {
            tenant = text(claims, names.tenant());
            if (tenant == null || !Tenants.isSlug(tenant)) {
                throw new TokenException("no usable " + names.tenant());
            }
        }
        Role role = issuer.defaults().role();
        if (names.role() != null) {
            role = texts(claims, names.role()).stream()
                    .flatMap(text -> Role.of(text).stream())
                    .max(Role::compareTo)
                    .orElse(role);
        }
        Tier tier = Optional.ofNullable(names.tier())
                .map(name -> text(claims, name))
                .flatMap(Tier::of)
                .orElse(issuer.defaults().tier());
        return new Principal(tenant, PrincipalKind.EXTERNAL, subject, subject, role, role.scopes(), tier);
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return value(claims, name) instanceof String text ? text : null;
    }

    private static List<String> texts(Map<String, Object> claims, String name) {
        return switch (value(claims, name)) {
            case String text -> List.of(text);
            case Collection<?> several -> several.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    /** A claim by its whole name, else along the dots in it. */
    private static @Nullable Object value(Map<?, ?> claims, String name) {
        Object whole = claims.get(name);
        int dot = name.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return claims.get(name.substring(0, dot)) instanceof Map<?, ?> deeper
                ? value(deeper, name.substring(dot + 1))
                : null;
    }
}
