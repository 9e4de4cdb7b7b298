package dev.sluice.identity.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of every accepted token say: who issued it, whom it is for, and until when it holds.
 *
 * @param clockSkew by which the issuer's clock may differ
 */
public record ClaimRules(String issuer, String audience, Duration clockSkew) {
    /** @throws TokenException when a claim is missing or another than it must be */
    public void check(JWTClaimsSet claims, Instant now) throws TokenException {
        if (!issuer.equals(claims.getIssuer())) {
            throw new TokenException("another issuer");
        }
        if (!claims.getAudience().contains(audience)) {
            throw new TokenException("for another audience");
        }
        String subject = claims.getSubject();
        if (subject == null || subject.isEmpty()) {
            throw new TokenException("no subject");
        }
        checkTimes(claims, now);
    }

    private void checkTimes(JWTClaimsSet claims, Instant now) throws TokenException {
        Instant expires = instant(claims.getExpirationTime());
        if (expires == null) {
            throw new TokenException("no expiry");
        }
        if (!now.isBefore(expires.plus(clockSkew))) {
            throw new TokenException("expired", /* expired= */ true);
        }
        Instant latest = now.plus(clockSkew);
        Instant notBefore = instant(claims.getNotBeforeTime());
        if (notBefore != null && notBefore.isAfter(latest)) {
            throw new TokenException("does not hold yet");
        }
        Instant issued = instant(claims.getIssueTime());
        if (issued != null && issued.isAfter(latest)) {
            throw new TokenException("issued in the future");
        }
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
