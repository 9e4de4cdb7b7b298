package dev.sluice.identity.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords, RFC 6238 over HOTP of RFC 4226: HMAC-SHA-1, six digits, steps of 30 s. */
final class Totp {
    static final int DIGITS = 6;
    static final Duration STEP = Duration.ofSeconds(30);
    /** Steps before and after now whose codes are taken, for clocks that differ (RFC 6238, section 5.2). */
    private static final int WINDOW_STEPS = 1;

    private Totp() {}

    static long stepAt(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    /** The step near now that a code is of, empty when it is of none. Takes the same time for every code. */
    static OptionalLong stepOf(String code, byte[] secret, Instant now) {
        long current = stepAt(now);
        long found = -1;
        for (long step = current - WINDOW_STEPS; step <= current + WINDOW_STEPS; step++) {
            byte[] expected = code(secret, step, DIGITS).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(expected, code.getBytes(StandardCharsets.UTF_8))) {
                found = step;
            }
        }
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** RFC 4226, section 5.3. */
    static String code(byte[] secret, long counter, int digits) {
        byte[] hmac = hmacSha1(
                secret, ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        int offset = hmac[hmac.length - 1] & 0xF;
        int truncated = ByteBuffer.wrap(hmac).getInt(offset) & 0x7FFF_FFFF;
        int modulus = 1;
        for (int i = 0; i < digits; i++) {
            modulus *= 10;
        }
        String number = Integer.toString(truncated % modulus);
        return "0".repeat(digits - number.length()) + number;
    }

    private static byte[] hmacSha1(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA1", impossible);
        }
    }
}
