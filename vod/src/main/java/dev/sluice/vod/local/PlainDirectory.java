package dev.sluice.vod.local;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Objects as plain files beneath a directory: a key is a path, and there is nothing in a file but the object, so that
 * any web server can give it out. No metadata is kept; web servers tell types by names. Files are written aside, in a
 * directory on the same file system, and moved into place. Safe for threads.
 */
public final class PlainDirectory implements ObjectStore {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
    private static final ObjectMetadata NO_METADATA = new ObjectMetadata("application/octet-stream", "");

    private final Path root;
    private final Path staging;
    private final PlainParts parts;

    /**
     * @param root is there
     * @param staging is there, on the same file system; beneath the root its name has a character that no key has
     */
    public PlainDirectory(Path root, Path staging) {
        this.root = root;
        this.staging = staging;
        this.parts = new PlainParts(this, staging);
    }

    /** Objects in parts in this directory. */
    public MultipartObjects multipart() {
        return parts;
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        Path target = path(key);
        try {
            publish(stage(body), target);
        } catch (IOException e) {
            throw failed("write", key, e);
        }
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        try {
            return Optional.of(stored(key, path(key)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("look at", key, e);
        }
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        try {
            return Optional.of(read(path(key), offsetBytes, lengthBytes));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", key, e);
        }
    }

    /** Bytes of any file, cut at its end. */
    static Payload read(Path file, long offsetBytes, int lengthBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long left = channel.size() - offsetBytes;
            ByteBuffer bytes = ByteBuffer.allocate(Math.clamp(left, 0, lengthBytes));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offsetBytes + bytes.position()) < 0) {
                    throw new IOException(file + " was cut while it was read");
                }
            }
            return Payload.wrap(bytes.array());
        }
    }

    @Override
    public void delete(String key) throws ObjectStoreException {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw failed("delete", key, e);
        }
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws ObjectStoreException {
        try {
            List<StoredObject> found = new ArrayList<>();
            Deque<Path> directories = new ArrayDeque<>(List.of(root));
            while (!directories.isEmpty()) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(directories.pop())) {
                    for (Path entry : entries) {
                        collect(entry, prefix, startAfter, directories, found);
                    }
                }
            }
            found.sort(Comparator.comparing(StoredObject::key));
            return List.copyOf(found.subList(0, Math.min(limit, found.size())));
        } catch (IOException e) {
            throw failed("list", prefix, e);
        }
    }

    private void collect(
            Path entry, String prefix, String startAfter, Deque<Path> directories, List<StoredObject> found)
            throws IOException {
        if (entry.equals(staging)) {
            return;
        }
        if (Files.isDirectory(entry)) {
            directories.push(entry);
            return;
        }
        String key = root.relativize(entry).toString();
        if (key.startsWith(prefix) && key.compareTo(startAfter) > 0) {
            found.add(stored(key, entry));
        }
    }

    @Override
    public void check() throws ObjectStoreException {
        try {
            Files.delete(stage(List.of(Payload.EMPTY)));
        } catch (IOException e) {
            throw failed("write", "a file", e);
        }
    }

    /** A new file beside the objects, on the disk. */
    Path stage(List<Payload> body) throws IOException {
        Path staged = stagedName();
        try (FileChannel channel = create(staged)) {
            for (Payload piece : body) {
                ByteBuffer bytes = piece.buffer();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
            return staged;
        } catch (IOException e) {
            Files.deleteIfExists(staged);
            throw e;
        }
    }

    Path stagedName() {
        return staging.resolve(UUID.randomUUID().toString());
    }

    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void publish(Path staged, String key) throws IOException, ObjectStoreException {
        publish(staged, path(key));
    }

    private static void publish(Path staged, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling("."));
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static StoredObject stored(String key, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(file.toString());
        }
        return new StoredObject(
                key, attributes.size(), attributes.lastModifiedTime().toInstant(), NO_METADATA);
    }

    private Path path(String key) throws ObjectStoreException {
        boolean fits = KEY.matcher(key).matches();
        for (String segment : key.split("/", -1)) {
            fits &= !segment.equals(".") && !segment.equals("..");
        }
        if (!fits) {
            String reason = "\"" + key + "\" is no key";
            throw new ObjectStoreException(reason, /* retryable= */ false, new IllegalArgumentException(reason));
        }
        return root.resolve(key);
    }

    ObjectStoreException failed(String what, String key, IOException failure) {
        String reason = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
        return new ObjectStoreException(
                "cannot " + what + " " + key + " in " + root + ": " + reason, /* retryable= */ false, failure);
    }
}
