package dev.sluice.engine.control;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Stream keys: secrets of 160 random bits, of which only the hash is ever stored. Safe for threads. */
public final class StreamKeys {
    public static final String PREFIX = "live_sk_";
    /** What a client may send as a key; anything longer is not looked at. */
    public static final int MAX_LENGTH = 256;

    private static final int KEY_BITS = 160;
    /** Digits of base 62 that hold 160 bits. */
    private static final int DIGITS = 27;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random;

    public StreamKeys(SecureRandom random) {
        this.random = random;
    }

    /** A new key, {@code live_sk_} and 27 letters and digits. */
    public String generate() {
        BigInteger rest = new BigInteger(KEY_BITS, random);
        BigInteger base = BigInteger.valueOf(ALPHABET.length());
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int digit = 0; digit < DIGITS; digit++) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            digits.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return PREFIX + digits.reverse();
    }

    /** SHA-256 of a key's UTF-8 bytes, in lower-case hex. */
    public static String hash(String streamKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(streamKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
