package dev.sluice.rtmp.handshake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The digests that Adobe's own programs, and encoders made after them, put into the handshake. The keys are known to
 * the whole world: they prove nothing, but some clients hang up without them.
 *
 * <p>A digest is an HMAC-SHA256 over the packet without the digest itself. Where it stands is said by four bytes: at 8
 * in one scheme, at 772 in the other.
 */
final class HandshakeDigest {
    static final int PACKET_BYTES = 1536;
    static final int DIGEST_BYTES = 32;
    /** Where the four bytes stand that say where the digest is, one per scheme. */
    static final int[] SCHEME_OFFSETS = {8, 772};

    private static final int DIGEST_PLACES = 728;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PLAYER_NAME = "Genuine Adobe Flash Player 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_NAME =
            "Genuine Adobe Flash Media Server 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = concat(
            SERVER_NAME, HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae"));

    private HandshakeDigest() {}

    /** Where the digest of a client's C1 begins when it is valid under the scheme. */
    static OptionalInt findClientDigest(byte[] c1, int schemeOffset) {
        int at = digestOffset(c1, schemeOffset);
        byte[] expected = packetDigest(c1, at, PLAYER_NAME);
        byte[] claimed = Arrays.copyOfRange(c1, at, at + DIGEST_BYTES);
        return MessageDigest.isEqual(expected, claimed) ? OptionalInt.of(at) : OptionalInt.empty();
    }

    /** Writes the server's digest into S1, at the place that S1's own bytes name under the scheme. */
    static void signServerPacket(byte[] s1, int schemeOffset) {
        int at = digestOffset(s1, schemeOffset);
        System.arraycopy(packetDigest(s1, at, SERVER_NAME), 0, s1, at, DIGEST_BYTES);
    }

    /** Writes the answer to the client's digest into the last 32 bytes of S2. */
    static void signAnswer(byte[] s2, byte[] clientDigest) {
        byte[] key = hmac(SERVER_KEY, clientDigest, 0, clientDigest.length);
        byte[] answer = hmac(key, s2, 0, PACKET_BYTES - DIGEST_BYTES);
        System.arraycopy(answer, 0, s2, PACKET_BYTES - DIGEST_BYTES, DIGEST_BYTES);
    }

    static int digestOffset(byte[] packet, int schemeOffset) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += packet[schemeOffset + i] & 0xFF;
        }
        return schemeOffset + 4 + sum % DIGEST_PLACES;
    }

    static byte[] packetDigest(byte[] packet, int digestAt, byte[] key) {
        byte[] rest = new byte[PACKET_BYTES - DIGEST_BYTES];
        System.arraycopy(packet, 0, rest, 0, digestAt);
        System.arraycopy(packet, digestAt + DIGEST_BYTES, rest, digestAt, rest.length - digestAt);
        return hmac(key, rest, 0, rest.length);
    }

    static byte[] playerName() {
        return PLAYER_NAME.clone();
    }

    private static byte[] hmac(byte[] key, byte[] data, int offset, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(data, offset, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
