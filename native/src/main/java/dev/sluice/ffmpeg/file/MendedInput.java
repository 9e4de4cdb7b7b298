package dev.sluice.ffmpeg.file;

import dev.sluice.ffmpeg.file.TopBoxes.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MP4 file with boxes of filling that claim to be smaller than their own header, as some cameras write them: other
 * players pass over the header, FFmpeg gives up. Here they are read as boxes of a header alone.
 */
final class MendedInput implements SeekableInput {
    private static final byte[] SIZE = {0, 0, 0, TopBoxes.HEADER_BYTES};

    private final SeekableInput whole;
    private final List<Box> tooSmall;

    private MendedInput(SeekableInput whole, List<Box> tooSmall) {
        this.whole = whole;
        this.tooSmall = tooSmall;
    }

    /** @return null when there is nothing to mend */
    static @Nullable MendedInput of(SeekableInput input) throws IOException {
        List<Box> tooSmall = TopBoxes.of(input).stream().filter(Box::isTooSmall).toList();
        return tooSmall.isEmpty() ? null : new MendedInput(input, tooSmall);
    }

    @Override
    public long sizeBytes() {
        return whole.sizeBytes();
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) throws IOException {
        int start = target.position();
        int count = whole.read(offsetBytes, target);
        for (Box box : tooSmall) {
            for (int i = 0; i < SIZE.length; i++) {
                long at = box.offset() + i - offsetBytes;
                if (at >= 0 && at < count) {
                    target.put(start + (int) at, SIZE[i]);
                }
            }
        }
        return count;
    }
}
