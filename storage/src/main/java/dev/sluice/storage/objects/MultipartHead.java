package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an object in parts will be, as a file of four lines beside its parts. */
record MultipartHead(String key, ObjectMetadata metadata, Instant begunAt) {
    static final String NAME = "head";
    private static final int LINES = 4;

    void write(FileChannel channel) throws IOException {
        String text =
                String.join("\n", key, metadata.contentType(), metadata.cacheControl(), begunAt.toString()) + "\n";
        ObjectFile.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
    }

    /** Empty when there is none in the directory, or no directory. */
    static Optional<MultipartHead> read(Path directory) throws IOException {
        List<String> lines;
        try {
            lines = Files.readString(directory.resolve(NAME), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (FileSystemException failure) {
            if (!Files.isDirectory(directory)) {
                return Optional.empty();
            }
            throw failure;
        }
        if (lines.size() != LINES) {
            throw new IOException("the head in " + directory + " is damaged");
        }
        try {
            return Optional.of(new MultipartHead(
                    lines.get(0), new ObjectMetadata(lines.get(1), lines.get(2)), Instant.parse(lines.get(3))));
        } catch (DateTimeException damaged) {
            throw new IOException("the head in " + directory + " is damaged", damaged);
        }
    }
}
