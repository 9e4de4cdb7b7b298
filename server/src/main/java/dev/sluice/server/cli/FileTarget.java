package dev.sluice.server.cli;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.wiring.FileWork;
import dev.sluice.server.wiring.FileWork.Bucket;
import dev.sluice.vod.local.OutputTarget;
import dev.sluice.vod.local.PlainDirectory;
import dev.sluice.vod.local.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the output of a command goes, and where its work lies meanwhile. Closing it removes the work, and the directory
 * too when this made it and nothing was put there.
 */
final class FileTarget implements Closeable {
    private static final Pattern S3 = Pattern.compile("s3://([^/]+)(?:/(.*))?");

    private final String name;
    private final OutputTarget output;
    private final WorkDirectory work;
    private final int tries;
    private final Closeable rest;

    private FileTarget(String name, OutputTarget output, WorkDirectory work, int tries, Closeable rest) {
        this.name = name;
        this.output = output;
        this.work = work;
        this.tries = tries;
        this.rest = rest;
    }

    static FileTarget open(String name, @Nullable Path work, SluiceConfig config, InstantSource clock)
            throws IOException, ObjectStoreException, CommandException {
        Matcher s3 = S3.matcher(name);
        if (s3.matches()) {
            return bucket(name, s3, work, config, clock);
        }
        if (name.contains("://")) {
            throw new CommandException(name + " is neither a directory nor s3://BUCKET/PREFIX.");
        }
        return directory(Path.of(name), work);
    }

    private static FileTarget bucket(
            String name, Matcher s3, @Nullable Path work, SluiceConfig config, InstantSource clock)
            throws IOException, ObjectStoreException {
        String prefix = s3.group(2) == null ? "" : s3.group(2);
        Bucket bucket = FileWork.bucket(config, s3.group(1), prefix, clock);
        try {
            bucket.objects().check();
            Path parent = work != null ? work : Path.of(System.getProperty("java.io.tmpdir"));
            String folder = name.endsWith("/") ? name : name + "/";
            return new FileTarget(
                    folder,
                    new OutputTarget(bucket.objects(), bucket.parts()),
                    WorkDirectory.in(parent),
                    config.vod().maxTries(),
                    bucket);
        } catch (IOException | ObjectStoreException | RuntimeException e) {
            closeBecauseOf(e, bucket);
            throw e;
        }
    }

    private static FileTarget directory(Path directory, @Nullable Path work) throws IOException, CommandException {
        boolean made = Files.notExists(directory);
        Files.createDirectories(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new CommandException(directory + " is not empty.");
            }
        }
        // Written aside on the same file system, so that files appear whole.
        WorkDirectory aside = WorkDirectory.in(directory);
        PlainDirectory store = new PlainDirectory(directory, aside.path());
        Closeable end = () -> {
            if (made && isEmpty(directory)) {
                Files.delete(directory);
            }
        };
        OutputTarget output = new OutputTarget(store, store.multipart());
        String folder = directory + "/";
        if (work == null) {
            return new FileTarget(folder, output, aside, /* tries= */ 1, end);
        }
        Closeable both = () -> {
            aside.close();
            end.close();
        };
        return new FileTarget(folder, output, WorkDirectory.in(work), /* tries= */ 1, both);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static void closeBecauseOf(Exception cause, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    OutputTarget output() {
        return output;
    }

    /** A directory for the job alone. */
    Path work() throws IOException {
        return work.directory("work");
    }

    /** How often a step is tried. */
    int tries() {
        return tries;
    }

    /** A file of the output, in words. */
    String place(String file) {
        return name + file;
    }

    @Override
    public void close() throws IOException {
        try {
            work.close();
        } finally {
            rest.close();
        }
    }
}
