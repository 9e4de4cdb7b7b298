package dev.sluice.ffmpeg.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file. The owner closes it, after the {@link MediaFile} over it. */
public final class FileInput implements SeekableInput, Closeable {
    private final FileChannel channel;
    private final long sizeBytes;

    private FileInput(FileChannel channel, long sizeBytes) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    public static FileInput open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FileInput(channel, channel.size());
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long offsetBytes, ByteBuffer target) throws IOException {
        return channel.read(target, offsetBytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
