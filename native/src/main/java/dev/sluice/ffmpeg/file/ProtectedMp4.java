package dev.sluice.ffmpeg.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whether an MP4 file says that its samples are encrypted (ISO/IEC 14496-12, protected sample entries): FFmpeg takes
 * some such files for damaged.
 */
final class ProtectedMp4 {
    /** Boxes at the top of a file that are looked at on the way to its header. */
    private static final int MAX_BOXES = 64;
    /** Of the header: sample entries stand before the tables of samples that make one long. */
    private static final int MAX_HEADER_BYTES = 1024 * 1024;

    private static final int BOX_BYTES = 8;
    private static final int LARGE_BOX_BYTES = 16;
    private static final int LARGE = 1;

    private ProtectedMp4() {}

    static boolean isOne(SeekableInput input) throws IOException {
        long at = 0;
        for (int i = 0; i < MAX_BOXES; i++) {
            ByteBuffer box = read(input, at, LARGE_BOX_BYTES);
            if (box.remaining() < BOX_BYTES) {
                return false;
            }
            long size = Integer.toUnsignedLong(box.getInt(0));
            String type = StandardCharsets.ISO_8859_1
                    .decode(box.duplicate().position(4).limit(BOX_BYTES))
                    .toString();
            if (type.equals("moov")) {
                long limit = size < BOX_BYTES ? MAX_HEADER_BYTES : Math.min(size, MAX_HEADER_BYTES);
                return namesEncryption(read(input, at, (int) limit));
            }
            if (size == LARGE && box.remaining() == LARGE_BOX_BYTES) {
                size = box.getLong(BOX_BYTES);
            }
            if (size < BOX_BYTES || size > input.sizeBytes() - at) {
                return false;
            }
            at += size;
        }
        return false;
    }

    private static boolean namesEncryption(ByteBuffer header) {
        String bytes = StandardCharsets.ISO_8859_1.decode(header).toString();
        return (bytes.contains("encv") || bytes.contains("enca")) && bytes.contains("sinf");
    }

    private static ByteBuffer read(SeekableInput input, long at, int limitBytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(limitBytes);
        while (read.hasRemaining()) {
            if (input.read(at + read.position(), read) <= 0) {
                break;
            }
        }
        return read.flip();
    }
}
