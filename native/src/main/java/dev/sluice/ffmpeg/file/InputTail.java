package dev.sluice.ffmpeg.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What is behind some first bytes of another input. */
record InputTail(SeekableInput whole, long fromBytes) implements SeekableInput {
    @Override
    public long sizeBytes() {
        return whole.sizeBytes() - fromBytes;
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) throws IOException {
        return whole.read(fromBytes + offsetBytes, target);
    }
}
