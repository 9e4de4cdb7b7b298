package dev.sluice.testing;

import java.nio.ByteBuffer;

/** The fields of a trun box (ISO/IEC 14496-12 section 8.8.8), samples in brackets. */
final class TrackRunFields {
    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_SAMPLE_FLAGS = 0x4;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION_OFFSET = 0x800;

    private TrackRunFields() {}

    static String describe(ByteBuffer body) {
        int version = BoxFields.version(body);
        int flags = BoxFields.flags(body);
        long count = body.getInt(4) & 0xFFFF_FFFFL;
        ByteBuffer rest = body.duplicate().position(8);
        StringBuilder text =
                new StringBuilder(" version=" + version + " flags=" + BoxFields.hex(flags) + " samples=" + count);
        if ((flags & DATA_OFFSET) != 0) {
            text.append(" dataOffset=").append(rest.getInt());
        }
        if ((flags & FIRST_SAMPLE_FLAGS) != 0) {
            text.append(" firstSampleFlags=").append(BoxFields.hex(rest.getInt()));
        }
        boolean perSample = (flags & (DURATION | SIZE | FLAGS | COMPOSITION_OFFSET)) != 0;
        for (long i = 0; perSample && i < count; i++) {
            text.append(" [");
            sample(rest, version, flags, text);
            text.append(']');
        }
        return text.toString();
    }

    private static void sample(ByteBuffer rest, int version, int flags, StringBuilder text) {
        String separator = "";
        if ((flags & DURATION) != 0) {
            text.append("duration=").append(Integer.toUnsignedString(rest.getInt()));
            separator = " ";
        }
        if ((flags & SIZE) != 0) {
            text.append(separator).append("size=").append(Integer.toUnsignedString(rest.getInt()));
            separator = " ";
        }
        if ((flags & FLAGS) != 0) {
            text.append(separator).append("flags=").append(BoxFields.hex(rest.getInt()));
            separator = " ";
        }
        if ((flags & COMPOSITION_OFFSET) != 0) {
            int offset = rest.getInt();
            text.append(separator)
                    .append("cto=")
                    .append(version == 0 ? Integer.toUnsignedString(offset) : Integer.toString(offset));
        }
    }
}
