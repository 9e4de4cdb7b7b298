package dev.sluice.ffmpeg.file;

import dev.sluice.ffmpeg.file.TopBoxes.Box;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Whether an MP4 file says that its samples are encrypted (ISO/IEC 14496-12, protected sample entries): FFmpeg takes
 * some such files for damaged.
 */
final class ProtectedMp4 {
    /** Of the header: sample entries stand before the tables of samples that make one long. */
    private static final int MAX_HEADER_BYTES = 1024 * 1024;

    private ProtectedMp4() {}

    static boolean isOne(SeekableInput input) throws IOException {
        for (Box box : TopBoxes.of(input)) {
            if (box.type().equals("moov")) {
                int limit = (int) Math.min(box.sizeBytes(), MAX_HEADER_BYTES);
                String bytes = StandardCharsets.ISO_8859_1
                        .decode(TopBoxes.read(input, box.offset(), limit))
                        .toString();
                return (bytes.contains("encv") || bytes.contains("enca")) && bytes.contains("sinf");
            }
        }
        return false;
    }
}
