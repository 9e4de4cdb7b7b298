package dev.sluice.packager.cmaf.box;

import dev.sluice.media.io.Payload;
import java.util.function.Consumer;

/** The two shapes that every box has (ISO/IEC 14496-12 section 4.2): size, type, then fields or children. */
final class Boxes {
    static final int HEADER_BYTES = 8;
    static final int FULL_HEADER_BYTES = 12;
    private static final int FIELDS_GUESS_BYTES = 128;

    private Boxes() {}

    static byte[] container(String type, byte[]... children) {
        int sizeBytes = HEADER_BYTES;
        for (byte[] child : children) {
            sizeBytes += child.length;
        }
        BoxWriter out = new BoxWriter(sizeBytes).u32(sizeBytes).fourCc(type);
        for (byte[] child : children) {
            out.raw(child);
        }
        return out.finish();
    }

    static byte[] box(String type, Consumer<BoxWriter> fields) {
        BoxWriter body = new BoxWriter(FIELDS_GUESS_BYTES);
        fields.accept(body);
        return container(type, body.finish());
    }

    static byte[] box(String type, Payload body) {
        return box(type, out -> out.raw(body));
    }

    static byte[] fullBox(String type, int version, int flags, Consumer<BoxWriter> fields) {
        return box(type, out -> {
            out.u8(version).u24(flags);
            fields.accept(out);
        });
    }
}
