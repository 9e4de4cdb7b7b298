package dev.sluice.testing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.zip.CRC32;

/** The decoded fields of single boxes, as text behind the box's type and size. */
final class BoxFields {
    private static final int TFHD_BASE_DATA_OFFSET = 0x1;
    private static final int TFHD_DESCRIPTION_INDEX = 0x2;
    private static final int TFHD_DEFAULT_DURATION = 0x8;
    private static final int TFHD_DEFAULT_SIZE = 0x10;
    private static final int TFHD_DEFAULT_FLAGS = 0x20;

    private BoxFields() {}

    /** Empty for a box whose fields are not decoded. */
    static String describe(String type, ByteBuffer body) {
        try {
            return switch (type) {
                case "ftyp", "styp" -> brands(body);
                case "mvhd" -> movieHeader(body);
                case "tkhd" -> trackHeader(body);
                case "mdhd" -> mediaHeader(body);
                case "hdlr" -> handler(body);
                case "elst" -> editList(body);
                case "trex" -> trackExtends(body);
                case "mehd" -> version(body) == 1 ? " duration=" + body.getLong(4) : " duration=" + unsigned(body, 4);
                case "mfhd" -> " sequence=" + unsigned(body, 4);
                case "tfhd" -> trackFragmentHeader(body);
                case "tfdt" ->
                    version(body) == 1
                            ? " version=1 baseMediaDecodeTime=" + body.getLong(4)
                            : " version=0 baseMediaDecodeTime=" + unsigned(body, 4);
                case "trun" -> TrackRunFields.describe(body);
                case "sidx" -> segmentIndex(body);
                case "prft" -> producerReferenceTime(body);
                case "emsg" -> " version=" + version(body) + " " + lengthAndHash(body);
                case "pasp" -> " " + unsigned(body, 0) + ":" + unsigned(body, 4);
                case "btrt" ->
                    " bufferSize=" + unsigned(body, 0) + " maxBitrate=" + unsigned(body, 4) + " avgBitrate="
                            + unsigned(body, 8);
                case "colr" -> colour(body);
                default -> "";
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(type + ": too short, " + lengthAndHash(body), e);
        }
    }

    static String lengthAndHash(ByteBuffer body) {
        CRC32 crc = new CRC32();
        crc.update(body.duplicate().rewind());
        return "length=" + body.limit() + " crc32=" + String.format("%08x", crc.getValue());
    }

    /** ISO/IEC 14496-12 section 12.1.3, the VisualSampleEntry. */
    static String visualEntry(ByteBuffer body) {
        int nameBytes = Math.min(31, body.get(42) & 0xFF);
        byte[] name = new byte[nameBytes];
        body.get(43, name);
        return " dataReference=" + u16(body, 6) + " " + u16(body, 24) + "x" + u16(body, 26) + " depth=" + u16(body, 74)
                + (nameBytes == 0 ? "" : " compressor=" + new String(name, StandardCharsets.UTF_8));
    }

    /** ISO/IEC 14496-12 section 12.2.3, the AudioSampleEntry. */
    static String audioEntry(ByteBuffer body) {
        return " dataReference=" + u16(body, 6) + " channels=" + u16(body, 16) + " sampleSize=" + u16(body, 18)
                + " sampleRate=" + u16(body, 24);
    }

    static int version(ByteBuffer body) {
        return body.get(0) & 0xFF;
    }

    static int flags(ByteBuffer body) {
        return body.getInt(0) & 0xFF_FFFF;
    }

    static String hex(int value) {
        return String.format("0x%x", value);
    }

    private static String brands(ByteBuffer body) {
        StringJoiner compatible = new StringJoiner(",");
        for (int at = 8; at + 4 <= body.limit(); at += 4) {
            compatible.add(fourCc(body, at));
        }
        return " major=" + fourCc(body, 0) + " minor=" + unsigned(body, 4) + " compatible=" + compatible;
    }

    private static String movieHeader(ByteBuffer body) {
        boolean wide = version(body) == 1;
        int at = wide ? 20 : 12;
        return " version=" + version(body) + " timescale=" + unsigned(body, at) + " duration="
                + (wide ? body.getLong(at + 4) : unsigned(body, at + 4)) + " nextTrackId="
                + unsigned(body, body.limit() - 4);
    }

    private static String trackHeader(ByteBuffer body) {
        boolean wide = version(body) == 1;
        int at = wide ? 20 : 12;
        int tail = body.limit();
        return " version=" + version(body) + " flags=" + hex(flags(body)) + " trackId=" + unsigned(body, at)
                + " duration=" + (wide ? body.getLong(at + 8) : unsigned(body, at + 8)) + " volume="
                + u16(body, tail - 48) + " width=" + fixed16(body, tail - 8) + " height=" + fixed16(body, tail - 4);
    }

    private static String mediaHeader(ByteBuffer body) {
        boolean wide = version(body) == 1;
        int at = wide ? 20 : 12;
        int language = u16(body, wide ? 32 : 20);
        String letters = "" + letter(language >> 10) + letter(language >> 5) + letter(language);
        return " version=" + version(body) + " timescale=" + unsigned(body, at) + " duration="
                + (wide ? body.getLong(at + 4) : unsigned(body, at + 4)) + " language=" + letters;
    }

    private static char letter(int fiveBits) {
        return (char) ((fiveBits & 0x1F) + 0x60);
    }

    private static String handler(ByteBuffer body) {
        byte[] name = new byte[body.limit() - 24];
        body.get(24, name);
        return " type=" + fourCc(body, 8) + " name=" + new String(name, StandardCharsets.UTF_8).replace("\0", "");
    }

    private static String editList(ByteBuffer body) {
        boolean wide = version(body) == 1;
        StringBuilder text = new StringBuilder(" version=" + version(body) + " entries=" + unsigned(body, 4));
        for (int at = 8; at < body.limit(); at += wide ? 20 : 12) {
            text.append(" [duration=")
                    .append(wide ? body.getLong(at) : unsigned(body, at))
                    .append(" mediaTime=")
                    .append(wide ? body.getLong(at + 8) : body.getInt(at + 4))
                    .append(']');
        }
        return text.toString();
    }

    private static String trackExtends(ByteBuffer body) {
        return " trackId=" + unsigned(body, 4) + " descriptionIndex=" + unsigned(body, 8) + " duration="
                + unsigned(body, 12) + " size=" + unsigned(body, 16) + " flags=" + hex(body.getInt(20));
    }

    private static String trackFragmentHeader(ByteBuffer body) {
        int flags = flags(body);
        StringBuilder text = new StringBuilder(" flags=" + hex(flags) + " trackId=" + unsigned(body, 4));
        ByteBuffer rest = body.duplicate().position(8);
        if ((flags & TFHD_BASE_DATA_OFFSET) != 0) {
            text.append(" baseDataOffset=").append(rest.getLong());
        }
        if ((flags & TFHD_DESCRIPTION_INDEX) != 0) {
            text.append(" descriptionIndex=").append(Integer.toUnsignedString(rest.getInt()));
        }
        if ((flags & TFHD_DEFAULT_DURATION) != 0) {
            text.append(" duration=").append(Integer.toUnsignedString(rest.getInt()));
        }
        if ((flags & TFHD_DEFAULT_SIZE) != 0) {
            text.append(" size=").append(Integer.toUnsignedString(rest.getInt()));
        }
        if ((flags & TFHD_DEFAULT_FLAGS) != 0) {
            text.append(" sampleFlags=").append(hex(rest.getInt()));
        }
        return text.toString();
    }

    private static String segmentIndex(ByteBuffer body) {
        boolean wide = version(body) == 1;
        int at = wide ? 28 : 20;
        StringBuilder text = new StringBuilder(" version=" + version(body) + " referenceId=" + unsigned(body, 4)
                + " timescale=" + unsigned(body, 8) + " earliestPresentationTime="
                + (wide ? body.getLong(12) : unsigned(body, 12)) + " firstOffset="
                + (wide ? body.getLong(20) : unsigned(body, 16)));
        int count = u16(body, at + 2);
        for (int i = 0; i < count; i++) {
            int entry = at + 4 + 12 * i;
            text.append(" [size=")
                    .append(body.getInt(entry) & 0x7FFF_FFFF)
                    .append(" duration=")
                    .append(unsigned(body, entry + 4))
                    .append(" sap=")
                    .append(hex(body.getInt(entry + 8)))
                    .append(']');
        }
        return text.toString();
    }

    private static String producerReferenceTime(ByteBuffer body) {
        return " version=" + version(body) + " flags=" + hex(flags(body)) + " trackId=" + unsigned(body, 4) + " ntp="
                + Long.toUnsignedString(body.getLong(8)) + " mediaTime="
                + (version(body) == 1 ? body.getLong(16) : unsigned(body, 16));
    }

    private static String colour(ByteBuffer body) {
        String kind = fourCc(body, 0);
        return kind.equals("nclx")
                ? " nclx " + u16(body, 4) + "/" + u16(body, 6) + "/" + u16(body, 8) + " fullRange="
                        + (body.get(10) >> 7 & 1)
                : " " + kind + " " + lengthAndHash(body);
    }

    private static String fourCc(ByteBuffer body, int at) {
        byte[] code = new byte[4];
        body.get(at, code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    private static String fixed16(ByteBuffer body, int at) {
        return body.getShort(at + 2) == 0
                ? Integer.toString(u16(body, at))
                : Double.toString(unsigned(body, at) / 65536.0);
    }

    private static int u16(ByteBuffer body, int at) {
        return body.getShort(at) & 0xFFFF;
    }

    private static long unsigned(ByteBuffer body, int at) {
        return body.getInt(at) & 0xFFFF_FFFFL;
    }
}
