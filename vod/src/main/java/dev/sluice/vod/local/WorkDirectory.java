package dev.sluice.vod.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory for one job's work, which is gone when it is closed. */
public final class WorkDirectory implements AutoCloseable {
    /** Hidden, and no key begins like this, since no key has a tilde. */
    private static final String PREFIX = ".sluice~";

    private final Path path;

    private WorkDirectory(Path path) {
        this.path = path;
    }

    /** A new one beneath a directory that is there. */
    public static WorkDirectory in(Path parent) throws IOException {
        return new WorkDirectory(Files.createTempDirectory(parent, PREFIX));
    }

    public Path path() {
        return path;
    }

    /** A new directory within it. */
    public Path directory(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
