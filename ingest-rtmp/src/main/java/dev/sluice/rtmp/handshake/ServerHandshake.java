package dev.sluice.rtmp.handshake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** What the server answers to C0 and C1 (RTMP 1.0 sections 5.2.2 to 5.2.4). */
final class ServerHandshake {
    static final int VERSION = 3;
    static final int PACKET_BYTES = HandshakeDigest.PACKET_BYTES;
    static final int ANSWER_BYTES = 1 + 2 * PACKET_BYTES;

    private static final int TIME_BYTES = 4;
    private static final int HEADER_BYTES = 8;
    /** A server version that clients with digests know. */
    private static final int DIGEST_SERVER_VERSION = 0x04050001;

    private ServerHandshake() {}

    /**
     * S0, S1 and S2 in one array: with digests when C1 carries a valid one, else the plain handshake, in which S2
     * echoes C1.
     *
     * @param nowMs the server's clock in milliseconds, any epoch
     */
    static byte[] answer(byte[] c1, int nowMs, RandomGenerator random) {
        byte[] answer = new byte[ANSWER_BYTES];
        ByteBuffer out = ByteBuffer.wrap(answer).put((byte) VERSION);
        boolean claimsVersion = ByteBuffer.wrap(c1).getInt(TIME_BYTES) != 0;
        if (claimsVersion) {
            for (int scheme : HandshakeDigest.SCHEME_OFFSETS) {
                OptionalInt digestAt = HandshakeDigest.findClientDigest(c1, scheme);
                if (digestAt.isPresent()) {
                    byte[] digest = Arrays.copyOfRange(
                            c1, digestAt.getAsInt(), digestAt.getAsInt() + HandshakeDigest.DIGEST_BYTES);
                    writeSigned(out, scheme, digest, nowMs, random);
                    return answer;
                }
            }
        }
        out.put(randomPacket(nowMs, /* version= */ 0, random));
        out.put(c1, 0, TIME_BYTES).putInt(nowMs).put(c1, HEADER_BYTES, PACKET_BYTES - HEADER_BYTES);
        return answer;
    }

    private static void writeSigned(
            ByteBuffer out, int scheme, byte[] clientDigest, int nowMs, RandomGenerator random) {
        byte[] s1 = randomPacket(nowMs, DIGEST_SERVER_VERSION, random);
        HandshakeDigest.signServerPacket(s1, scheme);
        byte[] s2 = new byte[PACKET_BYTES];
        random.nextBytes(s2);
        HandshakeDigest.signAnswer(s2, clientDigest);
        out.put(s1).put(s2);
    }

    private static byte[] randomPacket(int nowMs, int version, RandomGenerator random) {
        byte[] packet = new byte[PACKET_BYTES];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt(nowMs).putInt(version);
        return packet;
    }
}
