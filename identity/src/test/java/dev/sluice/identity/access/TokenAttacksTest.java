package dev.sluice.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.AuthenticationException.Problem;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import dev.sluice.identity.account.RegistrationSettings;
import dev.sluice.identity.fakes.IdentityRig;
import dev.sluice.identity.issuer.OutsideIssuer;
import dev.sluice.testing.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every known trick with tokens is refused; beside each stands a token that is not, so that the refusal means
 * something.
 */
class TokenAttacksTest {
    private static final String RSA_ISSUER = "https://id.example.com";
    private static final String HS_ISSUER = "https://shared.example.com";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static RSAKey rsa;
    private static ECKey ec;

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger fetches = new AtomicInteger();
    private boolean issuerDown;
    private final IdentityRig rig = new IdentityRig(clock, issuers(), this::fetch, RegistrationSettings.CLOSED);

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    }

    private static List<OutsideIssuer> issuers() {
        OutsideIssuer.ClaimNames names =
                new OutsideIssuer.ClaimNames("sub", "realm_access.roles", "plan", /* tenant= */ null);
        OutsideIssuer.Defaults defaults = new OutsideIssuer.Defaults(Role.VIEWER, Tier.FREE, "acme");
        return List.of(
                new OutsideIssuer(
                        RSA_ISSUER, URI.create("https://id.example.com/jwks"), null, "sluice-api", names, defaults),
                new OutsideIssuer(HS_ISSUER, null, SECRET, "sluice-api", names, defaults));
    }

    private String fetch(URI url) throws IOException {
        fetches.incrementAndGet();
        if (issuerDown) {
            throw new IOException("down");
        }
        return "{\"keys\": [" + rsa.toPublicJWK() + ", " + ec.toPublicJWK() + "]}";
    }

    @Test
    void tokens_thatAreRight_areTaken() throws Exception {
        Principal user = authenticate(signed(rsaHeader(), claims(RSA_ISSUER), new RSASSASigner(rsa)));
        assertThat(user.kind()).isEqualTo(PrincipalKind.EXTERNAL);
        assertThat(user.subject()).isEqualTo("user-7");
        assertThat(user.tenant()).isEqualTo("acme");
        assertThat(user.role()).isEqualTo(Role.BROADCASTER);
        assertThat(user.tier()).isEqualTo(Tier.PRO);
        authenticate(signed(ecHeader(), claims(RSA_ISSUER), new ECDSASigner(ec)));
        authenticate(signed(hsHeader(), claims(HS_ISSUER), new MACSigner(SECRET)));
        assertThat(authenticate(own()).role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void algNone_withAndWithoutSignature_isRefused() throws Exception {
        String payload = own().split("\\.")[1];
        for (String alg : List.of("none", "None", "NONE", "nOnE")) {
            String header = encode("{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\"}");
            refuse(header + "." + payload + ".");
            refuse(header + "." + payload + "." + own().split("\\.")[2]);
        }
    }

    @Test
    void algorithmConfusion_publicKeyAsSecret_isRefused() throws Exception {
        byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build();
        refuse(signed(header, claims(RSA_ISSUER), new MACSigner(publicKey)));
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicKey);
        refuse(signed(header, claims(RSA_ISSUER), new MACSigner(pem.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void otherAlgorithmOfTheRightKey_isRefused() throws Exception {
        JWSHeader ps = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa-1").build();
        refuse(signed(ps, claims(RSA_ISSUER), new RSASSASigner(rsa)));
        JWSHeader rs512 =
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build();
        refuse(signed(rs512, claims(RSA_ISSUER), new RSASSASigner(rsa)));
    }

    @Test
    void ecdsaSignatureOfZeros_isRefused() throws Exception {
        String token = own();
        refuse(token.substring(0, token.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
    }

    @Test
    void changedPayloadOrHeader_isRefused() throws Exception {
        String[] parts = own().split("\\.");
        String payload = decode(parts[1]).replace("\"default\"", "\"acme\"");
        assertThat(payload).isNotEqualTo(decode(parts[1]));
        refuse(parts[0] + "." + encode(payload) + "." + parts[2]);
        refuse(encode(decode(parts[0]).replace("}", ",\"cty\":\"x\"}")) + "." + parts[1] + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"jku\":\"https://evil.example.com/jwks\"",
                "\"x5u\":\"https://evil.example.com/cert\"",
                "\"x5c\":[\"AAAA\"]",
                "\"zip\":\"DEF\"",
                "\"alg\":\"RS256\"",
                "\"kid\":\"../../../../dev/null\"",
                "\"kid\":\"' or '1'='1\""
            })
    void headerParameters_thatChooseKeysOrRepeat_areRefused(String parameter) throws Exception {
        String header = encode("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"," + parameter + "}");
        String input = header + "." + encode(claims(RSA_ISSUER).build().toString());
        refuse(input + "." + sign(input));
    }

    @Test
    void embeddedKey_thatSignedTheToken_isRefused() throws Exception {
        RSAKey attacker = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa-1")
                .jwk(attacker.toPublicJWK())
                .build();
        refuse(signed(header, claims(RSA_ISSUER), new RSASSASigner(attacker)));
        refuse(signed(rsaHeader(), claims(RSA_ISSUER), new RSASSASigner(attacker)));
    }

    @Test
    void duplicateClaims_areRefused() throws Exception {
        String payload = claims(RSA_ISSUER).build().toString().replaceFirst("}$", ",\"sub\":\"admin\"}");
        String input = encode("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}") + "." + encode(payload);
        refuse(input + "." + sign(input));
    }

    @Test
    void unknownKeyId_isRefused_andFetchesAtMostOncePerInterval() throws Exception {
        for (int i = 0; i < 50; i++) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("unknown-" + i)
                    .build();
            refuse(signed(header, claims(RSA_ISSUER), new RSASSASigner(rsa)));
        }
        assertThat(fetches).hasValue(1);
        refuse(signed(new JWSHeader(JWSAlgorithm.RS256), claims(RSA_ISSUER), new RSASSASigner(rsa)));
    }

    @Test
    void knownKeys_whileTheIssuerIsDown_goOnForAWhile() throws Exception {
        authenticate(rsaToken(claim -> {}));
        issuerDown = true;
        clock.advance(Duration.ofMinutes(30));
        authenticate(rsaToken(claim -> {}));
        clock.advance(Duration.ofMinutes(31));
        refuse(rsaToken(claim -> {}));
        issuerDown = false;
        clock.advance(Duration.ofSeconds(31));
        authenticate(rsaToken(claim -> {}));
    }

    @Test
    void claims_thatAreMissingOrWrong_areRefused() throws Exception {
        refuse(rsaToken(claim -> claim.issuer("https://evil.example.com")));
        refuse(rsaToken(claim -> claim.issuer(null)));
        refuse(rsaToken(claim -> claim.issuer(HS_ISSUER)));
        refuse(rsaToken(claim -> claim.audience("another-api")));
        refuse(rsaToken(claim -> claim.audience((String) null)));
        refuse(rsaToken(claim -> claim.subject(null)));
        refuse(rsaToken(claim -> claim.expirationTime(null)));
        refuse(rsaToken(claim -> claim.notBeforeTime(in(Duration.ofSeconds(32)))));
        refuse(rsaToken(claim -> claim.issueTime(in(Duration.ofSeconds(32)))));
        AuthenticationException expired = refuse(rsaToken(claim -> claim.expirationTime(in(Duration.ofSeconds(-30)))));
        assertThat(expired.problem()).isEqualTo(Problem.EXPIRED);
        authenticate(rsaToken(claim -> claim.expirationTime(in(Duration.ofSeconds(-28)))));
    }

    @Test
    void textsThatAreNoTokens_areRefused() throws Exception {
        refuse(own() + "A".repeat(9000));
        refuse("eyJ..");
        refuse("eyJhbGciOiJFUzI1NiJ9.e30.");
        refuse("eyJhbGciOiJFUzI1NiJ9." + encode("{".repeat(3000)) + ".AAAA");
        refuse("eyJhbGciOiJFUzI1NiJ9." + encode("{\"a\":".repeat(500) + "1" + "}".repeat(500)) + ".AAAA");
        refuse(own() + ".AAAA");
        refuse("");
    }

    @Test
    void challenge_isNoAccessToken_andTheOtherWayRound() throws Exception {
        UUID account = UUID.randomUUID();
        refuse(rig.accessTokens.challenge("default", account));
        String[] parts = rig.accessTokens.challenge("default", account).split("\\.");
        refuse(encode(decode(parts[0]).replace("2fa+jwt", "at+jwt")) + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void ownIssuer_signedByAnOutsideKey_isRefused() throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("ec-1")
                .type(new JOSEObjectType("at+jwt"))
                .build();
        refuse(signed(header, claims("sluice"), new ECDSASigner(ec)));
    }

    @Test
    void rotatedKey_verifiesUntilItsLastTokenExpired_thenGoes() throws Exception {
        clock.advance(IdentityRig.ROTATION.minusMinutes(1));
        String last = own();
        clock.advance(Duration.ofMinutes(1));
        rig.signingKeys.refresh();
        assertThat(rig.signingKeys.publicJwks()).hasSize(2);
        authenticate(last);
        authenticate(own());
        clock.advance(Duration.ofMinutes(71));
        rig.signingKeys.refresh();
        assertThat(rig.signingKeys.publicJwks()).hasSize(1);
        refuse(last);
        authenticate(own());
    }

    @Test
    void twoCredentials_ofDifferentCallers_areRefused() {
        AuthenticationException refused = catchThrowableOfType(
                AuthenticationException.class, () -> rig.authenticator.authenticate("Bearer " + own(), "sk_unknown"));
        assertThat(refused.problem()).isEqualTo(Problem.INVALID);
        rig.apiKeys.ensureAdmin("first", "sk_0123456789abcdef");
        AuthenticationException mixed = catchThrowableOfType(
                AuthenticationException.class,
                () -> rig.authenticator.authenticate("Bearer " + own(), "sk_0123456789abcdef"));
        assertThat(mixed).hasMessageContaining("different callers");
    }

    private String own() {
        return rig.accessTokens.issue(new Principal(
                "default",
                PrincipalKind.ACCOUNT,
                "0b8f7d0e-1f0c-4d53-8f57-2f7f6f1a2b3c",
                "admin",
                Role.ADMIN,
                Role.ADMIN.scopes(),
                Tier.ENTERPRISE));
    }

    private String rsaToken(Consumer<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = claims(RSA_ISSUER);
        change.accept(claims);
        return signed(rsaHeader(), claims, new RSASSASigner(rsa));
    }

    private JWTClaimsSet.Builder claims(@Nullable String issuer) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(List.of("other", "sluice-api"))
                .subject("user-7")
                .expirationTime(in(Duration.ofMinutes(5)))
                .claim("realm_access", Map.of("roles", List.of("offline", "broadcaster")))
                .claim("plan", "pro");
    }

    private Date in(Duration time) {
        return Date.from(clock.instant().plus(time));
    }

    private static JWSHeader rsaHeader() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build();
    }

    private static JWSHeader ecHeader() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build();
    }

    private static JWSHeader hsHeader() {
        return new JWSHeader(JWSAlgorithm.HS256);
    }

    private static String signed(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer) throws Exception {
        SignedJWT token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }

    /** RS256 over whatever text. */
    private static String sign(String input) throws Exception {
        java.security.Signature signature = java.security.Signature.getInstance("SHA256withRSA");
        signature.initSign(rsa.toRSAPrivateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private Principal authenticate(String token) throws AuthenticationException {
        return rig.authenticator.authenticate("Bearer " + token, null);
    }

    private AuthenticationException refuse(String token) {
        AuthenticationException refused =
                catchThrowableOfType(AuthenticationException.class, () -> authenticate(token));
        assertThat(refused).as(token).isNotNull();
        return refused;
    }
}
