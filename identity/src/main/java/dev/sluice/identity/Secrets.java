package dev.sluice.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random secrets that are shown once, and the form in which they are kept. */
public final class Secrets {
    private static final int SECRET_BYTES = 24;
    private static final SecureRandom random = new SecureRandom();

    private Secrets() {}

    /** 192 random bits in URL-safe Base64 after the prefix. */
    public static String generate(String prefix) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** SHA-256 in hex. Good for random secrets only, never for passwords. */
    public static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
