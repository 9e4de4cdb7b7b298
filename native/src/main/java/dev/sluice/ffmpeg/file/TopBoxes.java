package dev.sluice.ffmpeg.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The boxes that an MP4 file consists of (ISO/IEC 14496-12), for files that FFmpeg does not open. */
final class TopBoxes {
    static final int HEADER_BYTES = 8;

    private static final int MAX_BOXES = 64;
    private static final int LARGE_HEADER_BYTES = 16;
    private static final int TO_THE_END = 0;
    private static final int LARGE = 1;
    /** Boxes whose content nobody reads. */
    private static final Set<String> FILLING = Set.of("free", "skip", "wide");

    private TopBoxes() {}

    /** @param offset where its header begins */
    record Box(String type, long offset, long sizeBytes) {
        /** Whether it claims less than its own header has, which does no harm where nothing is to be read. */
        boolean isTooSmall() {
            return sizeBytes < HEADER_BYTES;
        }
    }

    /** The first boxes, up to the one that cannot be one. */
    static List<Box> of(SeekableInput input) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long at = 0;
        while (boxes.size() < MAX_BOXES) {
            ByteBuffer header = read(input, at, LARGE_HEADER_BYTES);
            if (header.remaining() < HEADER_BYTES) {
                break;
            }
            long left = input.sizeBytes() - at;
            long size = Integer.toUnsignedLong(header.getInt(0));
            String type = StandardCharsets.ISO_8859_1
                    .decode(header.duplicate().position(4).limit(HEADER_BYTES))
                    .toString();
            if (size == TO_THE_END) {
                size = left;
            } else if (size == LARGE && header.remaining() == LARGE_HEADER_BYTES) {
                size = header.getLong(HEADER_BYTES);
            }
            Box box = new Box(type, at, size);
            if ((box.isTooSmall() && !FILLING.contains(type)) || size > left) {
                break;
            }
            boxes.add(box);
            at += Math.max(HEADER_BYTES, size);
        }
        return boxes;
    }

    static ByteBuffer read(SeekableInput input, long at, int limitBytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(limitBytes);
        while (read.hasRemaining()) {
            if (input.read(at + read.position(), read) <= 0) {
                break;
            }
        }
        return read.flip();
    }
}
