package dev.sluice.rtmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Bytes as clients send them, written by the book (RTMP 1.0 section 5.3) and without the code under test. */
public final class Wire {
    private static final int HANDSHAKE_PACKET_BYTES = 1536;
    private static final long EXTENDED = 0xFFFFFF;

    private Wire() {}

    /** C0, a C1 of the plain handshake, and some C2. */
    public static byte[] handshake() {
        byte[] bytes = new byte[1 + 2 * HANDSHAKE_PACKET_BYTES];
        for (int i = 9; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        bytes[0] = 3;
        return bytes;
    }

    /** A basic header in its shortest form. */
    public static byte[] basicHeader(int format, int chunkStreamId) {
        if (chunkStreamId < 64) {
            return bytes(format << 6 | chunkStreamId);
        }
        int low = chunkStreamId - 64;
        return low < 256 ? bytes(format << 6, low) : bytes(format << 6 | 1, low & 0xFF, low >> 8);
    }

    /** A chunk of type 0 with its extended timestamp where one is due. */
    public static byte[] type0(
            int chunkStreamId, long timestamp, int length, int type, int messageStreamId, byte[] payload) {
        byte[] messageStream =
                bytes(messageStreamId, messageStreamId >> 8, messageStreamId >> 16, messageStreamId >> 24);
        return join(
                basicHeader(0, chunkStreamId),
                uint24(Math.min(timestamp, EXTENDED)),
                uint24(length),
                bytes(type),
                messageStream,
                extended(timestamp),
                payload);
    }

    public static byte[] type1(int chunkStreamId, long delta, int length, int type, byte[] payload) {
        return join(
                basicHeader(1, chunkStreamId),
                uint24(Math.min(delta, EXTENDED)),
                uint24(length),
                bytes(type),
                extended(delta),
                payload);
    }

    public static byte[] type2(int chunkStreamId, long delta, byte[] payload) {
        return join(basicHeader(2, chunkStreamId), uint24(Math.min(delta, EXTENDED)), extended(delta), payload);
    }

    public static byte[] type3(int chunkStreamId, byte[] payload) {
        return join(basicHeader(3, chunkStreamId), payload);
    }

    /** A whole message: a chunk of type 0, and type 3 for the rest, each with the extended timestamp where due. */
    public static byte[] message(
            int chunkStreamId, long timestamp, int type, int messageStreamId, byte[] body, int chunkBytes) {
        int first = Math.min(body.length, chunkBytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
        out.writeBytes(type0(chunkStreamId, timestamp, body.length, type, messageStreamId, Arrays.copyOf(body, first)));
        for (int at = first; at < body.length; at += chunkBytes) {
            out.writeBytes(basicHeader(3, chunkStreamId));
            out.writeBytes(extended(timestamp));
            out.writeBytes(Arrays.copyOfRange(body, at, Math.min(body.length, at + chunkBytes)));
        }
        return out.toByteArray();
    }

    /** A protocol control message with a number in it. */
    public static byte[] control(int type, int value) {
        return type0(2, 0, 4, type, 0, uint32(value));
    }

    public static byte[] extended(long timestamp) {
        return timestamp >= EXTENDED ? uint32(timestamp) : bytes();
    }

    public static byte[] uint24(long value) {
        return bytes((int) (value >> 16), (int) (value >> 8), (int) value);
    }

    public static byte[] uint32(long value) {
        return bytes((int) (value >> 24), (int) (value >> 16), (int) (value >> 8), (int) value);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    public static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    /** Bytes of which every one differs from its neighbours. */
    public static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + (i >> 8));
        }
        return bytes;
    }

    /** A record of a real encoder. */
    public static byte[] record(String name) {
        try (InputStream in = Objects.requireNonNull(Wire.class.getResourceAsStream("/records/" + name), name)) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
