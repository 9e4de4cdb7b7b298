package dev.sluice.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact form whose header is harmless, before anybody has looked at its signature. Nothing that the token
 * itself says chooses the key or the algorithm: a header that brings a key or names where one is, that demands
 * extensions, or that is written ambiguously is refused here. One thread.
 */
public final class SignedToken {
    /** Longer ones are not looked at. */
    public static final int MAX_CHARACTERS = 8192;

    private static final Set<String> HEADER_PARAMETERS = Set.of("alg", "kid", "typ", "cty", "x5t", "x5t#S256");
    private static final int MAX_KID_CHARACTERS = 256;

    private final SignedJWT token;
    private boolean verified;

    private SignedToken(SignedJWT token) {
        this.token = token;
    }

    /** Whether a text has the three parts of one; says nothing of what is in them. */
    public static boolean looksLike(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        return text.startsWith("eyJ") && first > 0 && second > first && text.indexOf('.', second + 1) < 0;
    }

    /** @throws TokenException when the text is no such token or its header is not harmless */
    public static SignedToken parse(String text) throws TokenException {
        if (text.length() > MAX_CHARACTERS) {
            throw new TokenException("longer than " + MAX_CHARACTERS + " characters");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new TokenException("not three parts");
        }
        for (int i = 0; i < 2; i++) {
            if (!StrictJson.isPlainObject(decode(parts[i]))) {
                throw new TokenException("header or payload is not a plain JSON object");
            }
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            checkHeader(token.getHeader());
            return new SignedToken(token);
        } catch (ParseException | IllegalArgumentException malformed) {
            throw new TokenException("not a signed token: " + malformed.getMessage());
        }
    }

    private static void checkHeader(JWSHeader header) throws TokenException {
        for (String name : header.getIncludedParams()) {
            if (!HEADER_PARAMETERS.contains(name)) {
                throw new TokenException("the header has " + name);
            }
        }
        String kid = header.getKeyID();
        if (kid != null && kid.length() > MAX_KID_CHARACTERS) {
            throw new TokenException("the key id is too long");
        }
    }

    private static String decode(String part) throws TokenException {
        try {
            return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new TokenException("not base64url");
        }
    }

    public JWSAlgorithm algorithm() {
        return token.getHeader().getAlgorithm();
    }

    public @Nullable String keyId() {
        return token.getHeader().getKeyID();
    }

    /** The {@code typ} of the header, empty when there is none. */
    public String type() {
        return token.getHeader().getType() == null
                ? ""
                : token.getHeader().getType().getType();
    }

    /** The issuer as an unproven token says it: good only for choosing who has to prove it. */
    public @Nullable String claimedIssuer() throws TokenException {
        return parsedClaims().getIssuer();
    }

    /**
     * Checks the signature.
     *
     * @param algorithm the only one that the verifier's key is for
     * @throws TokenException when the token is signed otherwise
     */
    public void verify(JWSAlgorithm algorithm, JWSVerifier verifier) throws TokenException {
        if (!algorithm.equals(algorithm())) {
            throw new TokenException("signed with " + algorithm() + ", the key is for " + algorithm);
        }
        try {
            if (!token.verify(verifier)) {
                throw new TokenException("the signature is not valid");
            }
        } catch (JOSEException | IllegalStateException refused) {
            throw new TokenException("the signature cannot be checked: " + refused.getMessage());
        }
        verified = true;
    }

    /**
     * What a verified token says.
     *
     * @throws IllegalStateException before {@link #verify}
     */
    public JWTClaimsSet claims() throws TokenException {
        if (!verified) {
            throw new IllegalStateException("nobody has checked this token");
        }
        return parsedClaims();
    }

    private JWTClaimsSet parsedClaims() throws TokenException {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException malformed) {
            throw new TokenException("the claims are malformed");
        }
    }
}
