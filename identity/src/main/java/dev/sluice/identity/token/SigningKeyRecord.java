package dev.sluice.identity.token;

import java.time.Instant;

/** A key that signs access tokens: an EC key of RFC 7517, private part included. */
public record SigningKeyRecord(String kid, String privateJwk, Instant createdAt) {
    @Override
    public String toString() {
        return "signing key " + kid;
    }
}
