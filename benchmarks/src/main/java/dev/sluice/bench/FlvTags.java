package dev.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags of an FLV file (Adobe FLV specification 10.1, annex E.3), in file order.
 *
 * @param durationMs after which the file can be played again from its start
 */
record FlvTags(List<Tag> tags, int durationMs) {
    private static final int FILE_HEADER_BYTES = 9;
    private static final int PREVIOUS_TAG_SIZE_BYTES = 4;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int FRAME_GAP_MS = 33;

    /** One tag, which is also the body of one RTMP message. */
    @SuppressWarnings("ArrayRecordComponent") // sent as is, never compared
    record Tag(int type, int timestampMs, byte[] body) {
        static final int AUDIO = 8;
        static final int VIDEO = 9;

        /** True for a codec's sequence header, which is sent once. */
        boolean isSequenceHeader() {
            return (type == VIDEO || type == AUDIO) && body.length > 1 && body[1] == 0;
        }
    }

    static FlvTags read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        bytes.position(FILE_HEADER_BYTES + PREVIOUS_TAG_SIZE_BYTES);
        List<Tag> tags = new ArrayList<>();
        int lastMs = 0;
        while (bytes.remaining() > TAG_HEADER_BYTES) {
            int type = bytes.get() & 0x1f;
            int size = unsignedInt24(bytes);
            int timestampMs = unsignedInt24(bytes) | (bytes.get() & 0xff) << 24;
            unsignedInt24(bytes);
            byte[] body = new byte[size];
            bytes.get(body);
            bytes.position(bytes.position() + PREVIOUS_TAG_SIZE_BYTES);
            tags.add(new Tag(type, timestampMs, body));
            lastMs = Math.max(lastMs, timestampMs);
        }
        return new FlvTags(List.copyOf(tags), lastMs + FRAME_GAP_MS);
    }

    private static int unsignedInt24(ByteBuffer bytes) {
        return (bytes.get() & 0xff) << 16 | (bytes.get() & 0xff) << 8 | (bytes.get() & 0xff);
    }
}
