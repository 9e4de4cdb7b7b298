package dev.sluice.vod.job;

import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.io.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file in memory. */
record BytesInput(Payload bytes) implements SeekableInput {
    /** One after the other. */
    static BytesInput of(byte[] header, Payload body) {
        byte[] both = Arrays.copyOf(header, header.length + body.sizeBytes());
        body.copyTo(both, header.length);
        return new BytesInput(Payload.wrap(both));
    }

    @Override
    public long sizeBytes() {
        return bytes.sizeBytes();
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) {
        if (offsetBytes >= bytes.sizeBytes()) {
            return -1;
        }
        int from = (int) offsetBytes;
        int count = Math.min(target.remaining(), bytes.sizeBytes() - from);
        target.put(bytes.buffer().slice(from, count));
        return count;
    }
}
