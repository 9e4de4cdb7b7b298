package dev.sluice.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Tier;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies this installation's own tokens, ES256 and nothing else: access tokens (RFC 9068, {@code at+jwt})
 * and, of another type so that neither passes for the other, the challenge between password and second factor. Safe for
 * use by many threads; may block on the database for a key that it does not know.
 */
public final class AccessTokens {
    private static final JOSEObjectType ACCESS = new JOSEObjectType("at+jwt");
    private static final JOSEObjectType CHALLENGE = new JOSEObjectType("2fa+jwt");
    /** Nodes of one installation may differ by this much. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final SigningKeys keys;
    private final TokenSettings settings;
    private final InstantSource clock;
    private final ClaimRules rules;

    /** An account that has shown its password and not yet its second factor. */
    public record Challenged(String tenant, UUID account) {}

    public AccessTokens(SigningKeys keys, TokenSettings settings, InstantSource clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        this.rules = new ClaimRules(settings.issuer(), settings.audience(), CLOCK_SKEW);
    }

    public TokenSettings settings() {
        return settings;
    }

    /** Whether a token says that it is one of ours; it may lie. */
    public boolean claimsToBeOurs(SignedToken token) throws TokenException {
        return settings.issuer().equals(token.claimedIssuer());
    }

    public String issue(Principal account) {
        JWTClaimsSet.Builder claims = claims(account.subject(), account.tenant(), settings.accessLifetime())
                .claim("role", account.role().text())
                .claim("tier", account.tier().text())
                .claim("username", account.name())
                .claim(
                        "scope",
                        account.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(" ")));
        return sign(ACCESS, claims.build());
    }

    public String challenge(String tenant, UUID account) {
        return sign(
                CHALLENGE,
                claims(account.toString(), tenant, settings.challengeLifetime()).build());
    }

    /** @throws TokenException when this is no access token of ours that holds now */
    public Principal verify(SignedToken token) throws TokenException {
        JWTClaimsSet claims = verified(token, ACCESS);
        Role role = Role.of(text(claims, "role")).orElseThrow(() -> new TokenException("an unknown role"));
        Tier tier = Tier.of(text(claims, "tier")).orElseThrow(() -> new TokenException("an unknown tier"));
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String scope : text(claims, "scope").split(" ")) {
            Scope.of(scope).ifPresent(scopes::add);
        }
        scopes.retainAll(role.scopes());
        return new Principal(
                text(claims, "tenant"),
                PrincipalKind.ACCOUNT,
                claims.getSubject(),
                text(claims, "username"),
                role,
                Set.copyOf(scopes),
                tier);
    }

    /** Whether this is a challenge by its type; {@link #verifyChallenge} says whether it holds. */
    public boolean isChallenge(SignedToken token) {
        return CHALLENGE.getType().equals(token.type());
    }

    /** @throws TokenException when this is no challenge of ours that holds now */
    public Challenged verifyChallenge(SignedToken token) throws TokenException {
        JWTClaimsSet claims = verified(token, CHALLENGE);
        try {
            return new Challenged(text(claims, "tenant"), UUID.fromString(claims.getSubject()));
        } catch (IllegalArgumentException malformed) {
            throw new TokenException("the subject is no account");
        }
    }

    private JWTClaimsSet verified(SignedToken token, JOSEObjectType type) throws TokenException {
        if (!type.getType().equals(token.type())) {
            throw new TokenException("of type \"" + token.type() + "\"");
        }
        ECKey key = keys.find(token.keyId()).orElseThrow(() -> new TokenException("signed with an unknown key"));
        try {
            token.verify(JWSAlgorithm.ES256, new ECDSAVerifier(key.toECPublicKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("a signing key is none for ES256", e);
        }
        JWTClaimsSet claims = token.claims();
        rules.check(claims, clock.instant());
        return claims;
    }

    private JWTClaimsSet.Builder claims(String subject, String tenant, Duration lifetime) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .audience(settings.audience())
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString())
                .claim("tenant", tenant);
    }

    private String sign(JOSEObjectType type, JWTClaimsSet claims) {
        ECKey key = keys.signer();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(type)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return token.serialize();
    }

    private static String text(JWTClaimsSet claims, String name) throws TokenException {
        @Nullable String text;
        try {
            text = claims.getStringClaim(name);
        } catch (ParseException notText) {
            text = null;
        }
        if (text == null) {
            throw new TokenException("no " + name);
        }
        return text;
    }
}
