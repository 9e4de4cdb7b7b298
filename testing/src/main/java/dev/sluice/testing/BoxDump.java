package dev.sluice.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Writes the boxes of an ISO base media file (ISO/IEC 14496-12) as a text tree fit for diffs: each box with its size,
 * its decoded fields where they matter to a player, else the length and a hash of its payload.
 *
 * <p>Meant for what Sluice itself wrote: bytes that are not whole boxes end the dump with
 * {@link IllegalArgumentException}.
 */
public final class BoxDump {
    private static final int MAX_DEPTH = 16;
    private static final int HEADER_BYTES = 8;
    private static final int LARGE_HEADER_BYTES = 16;
    private static final Set<String> CONTAINERS = Set.of(
            "moov", "trak", "mdia", "minf", "stbl", "mvex", "moof", "traf", "edts", "dinf", "udta", "mfra", "schi",
            "sinf");

    /** Bytes of fields before the child boxes, by box type. */
    private static final Map<String, Integer> FIELDS_BEFORE_CHILDREN = Map.of("stsd", 8, "dref", 8, "meta", 4);

    private static final Map<String, Integer> SAMPLE_ENTRY_FIELDS = Map.ofEntries(
            Map.entry("avc1", 78),
            Map.entry("avc3", 78),
            Map.entry("hvc1", 78),
            Map.entry("hev1", 78),
            Map.entry("av01", 78),
            Map.entry("vp09", 78),
            Map.entry("encv", 78),
            Map.entry("mp4a", 28),
            Map.entry("Opus", 28),
            Map.entry("enca", 28));

    private final StringBuilder out = new StringBuilder();

    private BoxDump() {}

    /** Dumps a whole file, an init segment, a segment or a part. */
    public static String dump(byte[] bytes) {
        return dump(ByteBuffer.wrap(bytes));
    }

    /** Dumps from the buffer's position to its limit; the buffer itself is not moved. */
    public static String dump(ByteBuffer buffer) {
        BoxDump dump = new BoxDump();
        dump.boxes(buffer.slice(), "", 0);
        return dump.out.toString();
    }

    private void boxes(ByteBuffer bytes, String parent, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("boxes nested more than " + MAX_DEPTH + " deep");
        }
        while (bytes.hasRemaining()) {
            box(bytes, parent, depth);
        }
    }

    private void box(ByteBuffer bytes, String parent, int depth) {
        int start = bytes.position();
        require(bytes, HEADER_BYTES, "box header");
        long size = bytes.getInt() & 0xFFFF_FFFFL;
        String type = fourCc(bytes);
        int header = HEADER_BYTES;
        if (size == 1) {
            require(bytes, 8, type);
            size = bytes.getLong();
            header = LARGE_HEADER_BYTES;
        } else if (size == 0) {
            size = bytes.limit() - (long) start;
        }
        if (size < header || size - header > bytes.remaining()) {
            throw new IllegalArgumentException(
                    type + " at " + start + ": size " + size + " with " + bytes.remaining() + " bytes left");
        }
        ByteBuffer body = bytes.slice(bytes.position(), (int) size - header);
        bytes.position(start + (int) size);
        out.append("  ".repeat(depth)).append(type).append(" size=").append(size);
        body(type, parent, body, depth);
    }

    private void body(String type, String parent, ByteBuffer body, int depth) {
        if (parent.equals("stsd")) {
            sampleEntry(type, body, depth);
            return;
        }
        Integer fields = CONTAINERS.contains(type) ? Integer.valueOf(0) : FIELDS_BEFORE_CHILDREN.get(type);
        if (fields != null) {
            require(body, fields, type);
            out.append('\n');
            boxes(body.position(fields).slice(), type, depth + 1);
            return;
        }
        String decoded = BoxFields.describe(type, body.slice());
        out.append(decoded.isEmpty() ? " " + BoxFields.lengthAndHash(body) : decoded);
        out.append('\n');
    }

    private void sampleEntry(String type, ByteBuffer body, int depth) {
        int fields = SAMPLE_ENTRY_FIELDS.getOrDefault(type, -1);
        if (fields < 0) {
            out.append(' ').append(BoxFields.lengthAndHash(body)).append('\n');
            return;
        }
        require(body, fields, type);
        out.append(fields == 28 ? BoxFields.audioEntry(body) : BoxFields.visualEntry(body))
                .append('\n');
        boxes(body.position(fields).slice(), type, depth + 1);
    }

    private static String fourCc(ByteBuffer bytes) {
        byte[] code = new byte[4];
        bytes.get(code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    private static void require(ByteBuffer bytes, int count, String what) {
        if (bytes.remaining() < count) {
            throw new IllegalArgumentException(
                    what + " at " + bytes.position() + ": " + count + " bytes wanted, " + bytes.remaining() + " left");
        }
    }
}
