package dev.sluice.storage.objects;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects in parts as directories of files beside the store's objects. A directory is named by its id and holds
 * {@link MultipartHead} and one file for each part, {@code NUMBER.TAG}. Unlike what is staged they outlive a restart.
 *
 * <p>The tag is made of the part's size and CRC-32C. It tells one version of a part from another and the same bytes
 * sent again from other bytes; it guards against no forger, who would only spoil an upload of their own, and costs a
 * tenth of what MD5 does.
 *
 * <p>The lock of a directory is held while its files change, never while bytes are written.
 */
final class FileMultipart implements MultipartObjects {
    /** Within the root; no key has this character. */
    static final String DIRECTORY = ".parts~";

    private static final Pattern PART_NAME = Pattern.compile("([0-9]{5})\\.([0-9a-f]{16})");
    private static final int LOCKS = 64;
    private static final Logger log = LoggerFactory.getLogger(FileMultipart.class);

    private final FileObjectStore store;
    private final Path root;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    FileMultipart(FileObjectStore store, Path root) {
        this.store = store;
        this.root = root;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Removes what a crash left without a head. */
    void open() throws IOException {
        for (Path directory : children(root)) {
            if (!Files.exists(directory.resolve(MultipartHead.NAME))) {
                remove(directory);
            }
        }
    }

    @Override
    public String begin(String key, ObjectMetadata metadata) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ObjectNames.requireMetadata(key, metadata);
        String id = UUID.randomUUID().toString();
        Path directory = root.resolve(id);
        try {
            makeRoot();
            Files.createDirectory(directory);
            Path head = store.stage(channel -> new MultipartHead(key, metadata, Instant.now()).write(channel));
            Files.move(head, directory.resolve(MultipartHead.NAME), StandardCopyOption.ATOMIC_MOVE);
            FileObjectStore.sync(directory);
            FileObjectStore.sync(root);
            return id;
        } catch (IOException failure) {
            throw store.failed("begin", key, failure, /* nameInTheWay= */ false);
        }
    }

    /** Beneath the store's directory, which is not made anew when it is lost. */
    private void makeRoot() throws IOException {
        try {
            Files.createDirectory(root);
        } catch (FileAlreadyExistsException usual) {
            log.trace("{} is there", root);
        }
    }

    @Override
    public PartReceipt putPart(String key, String multipartId, int partNumber, List<Payload> body)
            throws ObjectStoreException {
        requirePartNumber(partNumber);
        Path directory = directory(key, multipartId);
        String tag = tag(body);
        try {
            Path staged = store.stage(channel -> write(channel, body));
            try {
                ReentrantLock lock = lock(multipartId);
                lock.lock();
                try {
                    replace(directory, partNumber, tag, staged);
                } finally {
                    lock.unlock();
                }
            } finally {
                Files.deleteIfExists(staged);
            }
            return new PartReceipt(partNumber, PayloadRange.sizeBytes(body), tag);
        } catch (NoSuchFileException gone) {
            throw noSuchObject(key, multipartId);
        } catch (IOException failure) {
            throw store.failed("put of part " + partNumber, key, failure, /* nameInTheWay= */ false);
        }
    }

    private static String tag(List<Payload> body) {
        CRC32C checksum = new CRC32C();
        body.forEach(piece -> piece.addTo(checksum));
        return "%08x%08x".formatted(PayloadRange.sizeBytes(body), checksum.getValue());
    }

    private static void write(FileChannel channel, List<Payload> body) throws IOException {
        for (Payload piece : body) {
            ObjectFile.writeFully(channel, piece.buffer());
        }
        channel.force(true);
    }

    private static void replace(Path directory, int partNumber, String tag, Path staged) throws IOException {
        String name = "%05d.%s".formatted(partNumber, tag);
        Files.move(staged, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        FileObjectStore.sync(directory);
        try (DirectoryStream<Path> older = Files.newDirectoryStream(directory, "%05d.*".formatted(partNumber))) {
            for (Path file : older) {
                if (!name(file).equals(name)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    @Override
    public List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException {
        Path directory = directory(key, multipartId);
        try {
            return List.copyOf(receipts(directory).values());
        } catch (NoSuchFileException gone) {
            throw noSuchObject(key, multipartId);
        } catch (IOException failure) {
            throw store.failed("list of parts", key, failure, /* nameInTheWay= */ false);
        }
    }

    /** The newest of each number: a crash may have left the one that it replaced. */
    private static Map<Integer, PartReceipt> receipts(Path directory) throws IOException {
        Map<Integer, PartReceipt> receipts = new TreeMap<>();
        Map<Integer, Instant> times = new HashMap<>();
        for (Path file : children(directory)) {
            Matcher name = PART_NAME.matcher(name(file));
            if (name.matches()) {
                int number = Integer.parseInt(name.group(1));
                Instant written = Files.getLastModifiedTime(file).toInstant();
                Instant other = times.get(number);
                if (other == null || written.isAfter(other)) {
                    times.put(number, written);
                    receipts.put(number, new PartReceipt(number, Files.size(file), name.group(2)));
                }
            }
        }
        return receipts;
    }

    @Override
    public void complete(String key, String multipartId, List<PartReceipt> parts) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ReentrantLock lock = lock(multipartId);
        lock.lock();
        try {
            Path directory = path(multipartId);
            Optional<MultipartHead> head = MultipartHead.read(directory);
            if (head.isEmpty() || !head.get().key().equals(key)) {
                if (store.head(key).isEmpty()) {
                    throw noSuchObject(key, multipartId);
                }
                return;
            }
            Path staged = assemble(key, head.get().metadata(), files(key, directory, parts));
            try {
                store.publish(staged, key);
            } finally {
                Files.deleteIfExists(staged);
            }
            remove(directory);
        } catch (IOException failure) {
            throw store.failed("completion", key, failure, /* nameInTheWay= */ false);
        } finally {
            lock.unlock();
        }
    }

    private static List<Path> files(String key, Path directory, List<PartReceipt> parts)
            throws ObjectStoreException, IOException {
        List<Path> files = new ArrayList<>();
        int previous = 0;
        for (PartReceipt part : parts) {
            Path file = directory.resolve("%05d.%s".formatted(part.partNumber(), part.etag()));
            boolean known = part.partNumber() > previous
                    && PART_NAME.matcher(name(file)).matches()
                    && Files.exists(file);
            if (!known) {
                throw refused("part " + part.partNumber() + " of " + key + " is not there, or not in order");
            }
            if (Files.size(file) < MIN_PART_BYTES
                    && part.partNumber() < parts.getLast().partNumber()) {
                throw refused("part " + part.partNumber() + " of " + key + " is too small");
            }
            previous = part.partNumber();
            files.add(file);
        }
        if (files.isEmpty()) {
            throw refused("there is no part of " + key);
        }
        return files;
    }

    /** One part that needs no head is linked; file systems that share extents do so for the others. */
    private Path assemble(String key, ObjectMetadata metadata, List<Path> files) throws IOException {
        if (files.size() == 1 && ObjectFile.isPlain(files.getFirst(), key, metadata)) {
            Path staged = store.stagedName();
            try {
                return Files.createLink(staged, files.getFirst());
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                log.debug("{} is copied, not linked: {}", files.getFirst(), noLinks.toString());
            }
        }
        return store.stage(channel -> ObjectFile.join(channel, key, files, metadata));
    }

    @Override
    public void abort(String key, String multipartId) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ReentrantLock lock = lock(multipartId);
        lock.lock();
        try {
            Path directory = path(multipartId);
            if (MultipartHead.read(directory)
                    .filter(head -> head.key().equals(key))
                    .isPresent()) {
                remove(directory);
            }
        } catch (IOException failure) {
            throw store.failed("abort", key, failure, /* nameInTheWay= */ false);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit)
            throws ObjectStoreException {
        ObjectNames.requireKeyStart(keyPrefix);
        ObjectNames.requireLimit(limit);
        List<UnfinishedObject> found = new ArrayList<>();
        try {
            for (Path directory : children(root)) {
                Optional<MultipartHead> head = MultipartHead.read(directory);
                if (head.isPresent()
                        && found.size() < limit
                        && head.get().key().startsWith(keyPrefix)
                        && head.get().begunAt().isBefore(begunBefore)) {
                    found.add(new UnfinishedObject(
                            head.get().key(), name(directory), head.get().begunAt()));
                }
            }
        } catch (IOException failure) {
            throw store.failed("list of unfinished objects", keyPrefix, failure, /* nameInTheWay= */ false);
        }
        return List.copyOf(found);
    }

    /** Files have no URLs of their own. */
    @Override
    public Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity) {
        return Optional.empty();
    }

    /** The head last: until then the directory is found again. */
    private static void remove(Path directory) throws IOException {
        Set<Path> files = new HashSet<>(children(directory));
        Path head = directory.resolve(MultipartHead.NAME);
        files.remove(head);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(head);
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException stays) {
            log.warn("{} stays: something else is in it", directory);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(files::add);
        } catch (NoSuchFileException none) {
            return files;
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return files;
    }

    /** Of an object that was begun with this key. */
    private Path directory(String key, String multipartId) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        Path directory = path(multipartId);
        try {
            if (MultipartHead.read(directory)
                    .filter(head -> head.key().equals(key))
                    .isEmpty()) {
                throw noSuchObject(key, multipartId);
            }
        } catch (IOException failure) {
            throw store.failed("look at parts", key, failure, /* nameInTheWay= */ false);
        }
        return directory;
    }

    private Path path(String multipartId) throws ObjectStoreException {
        try {
            return root.resolve(UUID.fromString(multipartId).toString());
        } catch (IllegalArgumentException notOurs) {
            throw refused("no object in parts has such an id");
        }
    }

    private ReentrantLock lock(String multipartId) {
        return locks[Math.floorMod(multipartId.hashCode(), LOCKS)];
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static void requirePartNumber(int partNumber) {
        if (partNumber < 1 || partNumber > MAX_PARTS) {
            throw new IllegalArgumentException("parts are 1 to " + MAX_PARTS + ", not " + partNumber);
        }
    }

    private static ObjectStoreException noSuchObject(String key, String multipartId) {
        return refused("no parts of " + key + " with the id " + multipartId);
    }

    private static ObjectStoreException refused(String reason) {
        return new ObjectStoreException(reason, /* retryable= */ false, new IllegalArgumentException(reason));
    }
}
