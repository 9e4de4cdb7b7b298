package dev.sluice.engine.upload;

import java.io.IOException;
import java.time.Duration;

/** Bytes as their sender sends them. For one thread that may block. */
public interface UploadSource {
    /**
     * Reads some bytes, waiting a while for the first.
     *
     * @return how many; 0 when none came in time, -1 at the end
     * @throws IOException when the sender is gone, too slow, or was cut off
     */
    int read(byte[] target, int offset, int lengthBytes, Duration patience) throws IOException;
}
