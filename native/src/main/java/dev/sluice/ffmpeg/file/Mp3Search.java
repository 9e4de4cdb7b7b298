package dev.sluice.ffmpeg.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds MP3 frames behind bytes that are none, as cut out of a broadcast or left by a broken tag. Layer III of MPEG-1,
 * MPEG-2 and MPEG-2.5 (ISO/IEC 11172-3 and 13818-3).
 */
final class Mp3Search {
    static final long NOT_FOUND = -1;

    /** Looked through for the first frame. */
    private static final int MAX_PREFIX_BYTES = 512 * 1024;
    /** Read behind it: so many frames of the largest size. */
    private static final int MAX_FRAME_BYTES = 2_881;
    /** In noise a chain of this length comes up once in more files than there are. */
    private static final int FRAMES = 6;

    private static final int HEADER_BYTES = 4;
    private static final int MPEG1 = 3;
    private static final int RESERVED_VERSION = 1;
    private static final int LAYER_3 = 1;
    private static final int RESERVED = 3;
    private static final int BAD_BITRATE = 15;
    /** Version, layer and sample rate do not change from frame to frame. */
    private static final int SAME_MASK = 0xFFFE0C00;

    private static final int[] KBPS_MPEG1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBPS_MPEG2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] RATES_MPEG1_HZ = {44_100, 48_000, 32_000};

    private Mp3Search() {}

    /** @return where the first of some frames in a row begins, or {@link #NOT_FOUND} */
    static long firstFrame(SeekableInput input) throws IOException {
        byte[] bytes = read(input, MAX_PREFIX_BYTES + FRAMES * MAX_FRAME_BYTES);
        int last = Math.min(MAX_PREFIX_BYTES, bytes.length - HEADER_BYTES);
        for (int at = 0; at <= last; at++) {
            if (bytes[at] == (byte) 0xFF && isChain(bytes, at)) {
                return at;
            }
        }
        return NOT_FOUND;
    }

    private static boolean isChain(byte[] bytes, int from) {
        int first = header(bytes, from);
        int at = from;
        for (int i = 0; i < FRAMES; i++) {
            if (at + HEADER_BYTES > bytes.length) {
                return false;
            }
            int header = header(bytes, at);
            int size = frameBytes(header);
            if (size == 0 || ((header ^ first) & SAME_MASK) != 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    private static int header(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes, at, HEADER_BYTES).getInt();
    }

    /** Zero when it is no header of a frame whose size is known. */
    private static int frameBytes(int header) {
        int version = header >>> 19 & 3;
        int bitrate = header >>> 12 & 15;
        int rate = header >>> 10 & 3;
        boolean valid = header >>> 21 == 0x7FF
                && version != RESERVED_VERSION
                && (header >>> 17 & 3) == LAYER_3
                && bitrate != 0
                && bitrate != BAD_BITRATE
                && rate != RESERVED;
        if (!valid) {
            return 0;
        }
        boolean mpeg1 = version == MPEG1;
        int rateHz = RATES_MPEG1_HZ[rate] >> (mpeg1 ? 0 : version == 2 ? 1 : 2);
        int kbps = (mpeg1 ? KBPS_MPEG1 : KBPS_MPEG2)[bitrate];
        return (mpeg1 ? 144_000 : 72_000) * kbps / rateHz + (header >>> 9 & 1);
    }

    private static byte[] read(SeekableInput input, int limitBytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate((int) Math.min(limitBytes, input.sizeBytes()));
        while (read.hasRemaining()) {
            if (input.read(read.position(), read) <= 0) {
                break;
            }
        }
        byte[] bytes = new byte[read.position()];
        read.flip().get(bytes);
        return bytes;
    }
}
