package dev.sluice.engine.testing;

import dev.sluice.engine.upload.UploadSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** Bytes that come in pieces, and may be cut off. */
public final class BytesSource implements UploadSource {
    private static final int PIECE_BYTES = 100_000;

    private final byte[] bytes;
    private final boolean cut;
    private int position;

    private BytesSource(byte[] bytes, boolean cut) {
        this.bytes = bytes;
        this.cut = cut;
    }

    public static BytesSource of(byte[] bytes) {
        return new BytesSource(bytes, /* cut= */ false);
    }

    public static BytesSource of(byte[] bytes, int from, int to) {
        return of(Arrays.copyOfRange(bytes, from, to));
    }

    /** Whose sender goes away after these bytes. */
    public static BytesSource cutAfter(byte[] bytes, int from, int to) {
        return new BytesSource(Arrays.copyOfRange(bytes, from, to), /* cut= */ true);
    }

    @Override
    public int read(byte[] target, int offset, int lengthBytes, Duration patience) throws IOException {
        if (position == bytes.length) {
            if (cut) {
                throw new IOException("cut");
            }
            return -1;
        }
        int read = Math.min(Math.min(PIECE_BYTES, lengthBytes), bytes.length - position);
        System.arraycopy(bytes, position, target, offset, read);
        position += read;
        return read;
    }
}
