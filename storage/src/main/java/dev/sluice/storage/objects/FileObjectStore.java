package dev.sluice.storage.objects;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files beneath a directory of this store alone, named by their keys (see {@link ObjectFile} for what is in
 * them). A put writes aside, brings the bytes to the disk, moves the file into place in one step and brings that to the
 * disk too. One process at a time: what an earlier one left half written is removed at the start.
 *
 * <p>Unlike in S3, {@code a} and {@code a/b} cannot both be objects; the second put is refused.
 */
public final class FileObjectStore implements ObjectStore {
    /** Within the root, so that moves stay on one file system; no key has this character. */
    static final String STAGING = ".staging~";

    /** How often a put makes its directory anew when deletes beside it remove it as empty. */
    private static final int MAX_MOVE_ATTEMPTS = 32;

    private static final Payload PROBE = Payload.wrap(new byte[4096]);
    private static final Logger LOG = LoggerFactory.getLogger(FileObjectStore.class);

    private final Path root;
    private final Path staging;
    private final FileMultipart multipart;

    private FileObjectStore(Path root) {
        this.root = root;
        this.staging = root.resolve(STAGING);
        this.multipart = new FileMultipart(this, root.resolve(FileMultipart.DIRECTORY));
    }

    /** Makes the directory if it is missing. */
    public static FileObjectStore open(Path root) throws ObjectStoreException {
        try {
            Files.createDirectories(root.resolve(STAGING));
            FileObjectStore store = new FileObjectStore(root.toRealPath());
            store.cleanStaging();
            store.multipart.open();
            return store;
        } catch (IOException failure) {
            throw new ObjectStoreException("object store in " + root + " cannot be opened: " + failure, true, failure);
        }
    }

    /** Objects in parts, in the same directory and closed with it. */
    public MultipartObjects multipart() {
        return multipart;
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        Path target = resolve(key);
        ObjectNames.requireMetadata(key, metadata);
        try {
            Path staged = stage(channel -> ObjectFile.write(channel, key, body, metadata));
            try {
                publish(staged, target);
            } finally {
                Files.deleteIfExists(staged);
            }
        } catch (IOException failure) {
            boolean nameInTheWay = Files.isDirectory(target) || isBeneathFile(target);
            throw failed("put", key, failure, nameInTheWay);
        }
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        Path path = resolve(key);
        try {
            return describe(path, key);
        } catch (IOException failure) {
            throw failed("head", key, failure, /* nameInTheWay= */ false);
        }
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        Path path = resolve(key);
        ObjectNames.requireRange(offsetBytes, lengthBytes);
        try {
            if (attributes(path).isEmpty()) {
                return Optional.empty();
            }
            try (FileChannel channel = openToRead(path)) {
                ObjectFile file = ObjectFile.open(channel, key);
                if (offsetBytes >= file.sizeBytes()) {
                    throw ObjectNames.beyondEnd(key, offsetBytes);
                }
                return Optional.of(file.read(channel, offsetBytes, lengthBytes));
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        } catch (IOException failure) {
            throw failed("read", key, failure, /* nameInTheWay= */ false);
        }
    }

    /** A delete need not survive a power cut: the object is then there again. */
    @Override
    public void delete(String key) throws ObjectStoreException {
        Path path = resolve(key);
        try {
            if (attributes(path).isPresent()) {
                Files.deleteIfExists(path);
                removeEmptyDirectories(path);
            }
        } catch (IOException failure) {
            throw failed("delete", key, failure, /* nameInTheWay= */ false);
        }
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws ObjectStoreException {
        ObjectNames.requireKeyStart(prefix);
        ObjectNames.requireKeyStart(startAfter);
        ObjectNames.requireLimit(limit);
        int nameStart = prefix.lastIndexOf('/') + 1;
        Path directory = nameStart == 0 ? root : resolve(prefix.substring(0, nameStart - 1));
        List<StoredObject> found = new ArrayList<>();
        KeyWalk walk = new KeyWalk(startAfter, limit, (file, key) -> {
            Optional<StoredObject> object = describe(file, key);
            object.ifPresent(found::add);
            return object.isPresent();
        });
        try {
            walk.walk(directory, prefix.substring(0, nameStart), prefix.substring(nameStart));
        } catch (IOException failure) {
            throw failed("list", prefix, failure, /* nameInTheWay= */ false);
        }
        return List.copyOf(found);
    }

    /** Writes a small file to the disk and removes it. */
    @Override
    public void check() throws ObjectStoreException {
        try {
            Files.delete(
                    stage(channel -> ObjectFile.write(channel, "probe", List.of(PROBE), UsualMetadata.of("probe"))));
        } catch (IOException failure) {
            throw failed("check", "", failure, /* nameInTheWay= */ false);
        }
    }

    /** Fills a new file and brings it to the disk. */
    @FunctionalInterface
    interface Writer {
        void write(FileChannel channel) throws IOException;
    }

    /** A new file with what the writer wrote, on the disk but not yet in its place. */
    Path stage(Writer writer) throws IOException {
        Path staged = stagedName();
        try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writer.write(channel);
        } catch (IOException failure) {
            Files.deleteIfExists(staged);
            throw failure;
        }
        return staged;
    }

    /** Where a file is made before it is moved into its place. */
    Path stagedName() {
        return staging.resolve(UUID.randomUUID().toString());
    }

    /** Puts a staged file in the place of the key, atomically and durably. */
    void publish(Path staged, String key) throws IOException, ObjectStoreException {
        publish(staged, resolve(key));
    }

    private void publish(Path staged, Path target) throws IOException {
        Path directory = parent(target);
        for (int attempt = 1; ; attempt++) {
            try {
                makeDirectories(directory);
                Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
                break;
            } catch (NoSuchFileException directoryRemoved) {
                if (attempt == MAX_MOVE_ATTEMPTS) {
                    throw directoryRemoved;
                }
            }
        }
        try {
            sync(directory);
        } catch (NoSuchFileException deletedMeanwhile) {
            LOG.debug("{} was deleted as soon as it was put", target);
        }
    }

    /** Those that are missing beneath the root, each brought to the disk. */
    private void makeDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.equals(root)) {
            throw new NoSuchFileException(root.toString());
        }
        Path above = parent(directory);
        makeDirectories(above);
        try {
            Files.createDirectory(directory);
            sync(above);
        } catch (FileAlreadyExistsException present) {
            boolean isObject = attributes(directory).isPresent();
            if (isObject) {
                throw present;
            }
        }
    }

    private void removeEmptyDirectories(Path deleted) throws IOException {
        try {
            for (Path directory = parent(deleted); !directory.equals(root); directory = parent(directory)) {
                Files.delete(directory);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException othersAreAtWork) {
            LOG.trace("{} stays", othersAreAtWork.getFile());
        }
    }

    private static Optional<StoredObject> describe(Path path, String key) throws IOException {
        Optional<BasicFileAttributes> attributes = attributes(path);
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = openToRead(path)) {
            ObjectFile file = ObjectFile.open(channel, key);
            return Optional.of(new StoredObject(
                    key, file.sizeBytes(), attributes.get().lastModifiedTime().toInstant(), file.metadata()));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    /** Of an object's file; empty for everything else. */
    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (FileSystemException failure) {
            if (isBeneathFile(path)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static boolean isBeneathFile(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }

    private static FileChannel openToRead(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path resolve(String key) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        Path path = root.resolve(key).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new IllegalStateException("key leads out of the store: " + key);
        }
        return path;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException("the walk left the store: " + path);
        }
        return parent;
    }

    private void cleanStaging() throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(staging)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
                removed++;
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        if (removed > 0) {
            LOG.info("{} half-written files of an earlier run removed from {}", removed, staging);
        }
    }

    /** A full disk may have room again; rights and names in the way stay until someone changes them. */
    ObjectStoreException failed(String what, String key, IOException failure, boolean nameInTheWay) {
        boolean stays = nameInTheWay || failure instanceof AccessDeniedException || isReadOnly();
        String message = "object store in " + root + ": " + what + " of \"" + key + "\" failed: " + failure;
        return new ObjectStoreException(message, !stays, failure);
    }

    private boolean isReadOnly() {
        try {
            return Files.getFileStore(root).isReadOnly();
        } catch (IOException unknown) {
            LOG.debug("cannot tell whether {} is read-only", root, unknown);
            return false;
        }
    }
}
