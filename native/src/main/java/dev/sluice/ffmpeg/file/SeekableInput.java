package dev.sluice.ffmpeg.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes of known length that can be read from any offset, such as an object that is fetched by ranges. Used by one
 * thread at a time, the one that reads the {@link MediaFile} over it.
 */
public interface SeekableInput {
    long sizeBytes();

    /**
     * Reads some bytes, at least one, up to the room in {@code target}.
     *
     * @param offsetBytes from the start of the file
     * @return the bytes read, or -1 at or after the end
     * @throws IOException when the bytes cannot be had now; reading the file fails with this very exception
     */
    int read(long offsetBytes, ByteBuffer target) throws IOException;
}
