package dev.sluice.vod.local;

import dev.sluice.ffmpeg.file.SeekableInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of this machine as a source. The owner closes it, after the last reader. Used by one thread at a time. */
public final class FileInput implements SeekableInput, AutoCloseable {
    private final FileChannel channel;
    private final long sizeBytes;

    private FileInput(FileChannel channel, long sizeBytes) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    public static FileInput open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileInput(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) throws IOException {
        return offsetBytes >= sizeBytes ? -1 : channel.read(target, offsetBytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
