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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects in parts as directories of files beside the store's objects, each named by its id: see {@link PartDirectory}
 * for what is in one. Unlike what is staged they outlive a restart.
 *
 * <p>The first version of a part is written to its place in the body, which then needs no copy to become the object.
 * What has a number or bytes that are taken, or does not know its place, goes aside, into a file of its own.
 *
 * <p>The lock of a directory is held while its files change, never while bytes are written.
 */
final class FileMultipart implements MultipartObjects {
    /** Within the root; no key has this character. */
    static final String DIRECTORY = ".parts~";

    /** Far more than any object has, and far from where sums of numbers end. */
    private static final long MAX_OFFSET_BYTES = 1L << 52;

    private static final int LOCKS = 64;
    private static final Logger log = LoggerFactory.getLogger(FileMultipart.class);

    private final FileObjectStore store;
    private final Path root;
    private final PartClaims claims = new PartClaims();
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    FileMultipart(FileObjectStore store, Path root) {
        this.store = store;
        this.root = root;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Removes what a crash left of objects that were not begun, completed or aborted. */
    void open() throws IOException {
        for (Path path : PartDirectory.children(root)) {
            PartDirectory directory = new PartDirectory(path);
            if (!directory.hasHead() || directory.isOver(directory.parts())) {
                directory.remove();
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
    public PartReceipt putPart(String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body)
            throws ObjectStoreException {
        requirePart(partNumber, offsetBytes);
        MultipartHead head = head(key, multipartId);
        PartDirectory directory = directory(multipartId);
        String tag = tag(body);
        StoredPart aside = new StoredPart(partNumber, tag, StoredPart.ASIDE);
        StoredPart place = offsetBytes == UNKNOWN_OFFSET
                ? aside
                : aside.at(ObjectFile.headBytes(key, head.metadata()) + offsetBytes);
        try {
            Optional<FileChannel> channel = place.isInBody() ? claim(multipartId, directory, place) : Optional.empty();
            if (channel.isPresent()) {
                putInPlace(multipartId, directory, place, channel.get(), body);
            } else {
                putAside(multipartId, directory, aside, body);
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
        return StoredPart.tag(PayloadRange.sizeBytes(body), checksum.getValue());
    }

    /** The body, opened for this part alone to be written in its place; empty when the part must go aside. */
    private Optional<FileChannel> claim(String multipartId, PartDirectory directory, StoredPart place)
            throws IOException {
        ReentrantLock lock = lock(multipartId);
        lock.lock();
        try {
            List<StoredPart> recorded = directory.parts();
            if (directory.isOver(recorded)) {
                throw new NoSuchFileException(directory.path().toString());
            }
            boolean isFree = Stream.concat(recorded.stream(), claims.of(multipartId).stream())
                    .noneMatch(other -> other.number() == place.number() || other.overlaps(place));
            if (!isFree) {
                return Optional.empty();
            }
            FileChannel channel = directory.openBody();
            claims.add(multipartId, place);
            return Optional.of(channel);
        } finally {
            lock.unlock();
        }
    }

    private void putInPlace(
            String multipartId, PartDirectory directory, StoredPart place, FileChannel claimed, List<Payload> body)
            throws IOException {
        boolean written = false;
        try {
            try (FileChannel channel = claimed) {
                long position = place.position();
                for (Payload piece : body) {
                    ObjectFile.writeFully(channel, piece.buffer(), position);
                    position += piece.sizeBytes();
                }
                channel.force(true);
            }
            written = true;
        } finally {
            ReentrantLock lock = lock(multipartId);
            lock.lock();
            try {
                claims.end(multipartId, place);
                if (written) {
                    directory.record(place);
                } else {
                    directory.cutBody(claims.of(multipartId));
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void putAside(String multipartId, PartDirectory directory, StoredPart aside, List<Payload> body)
            throws IOException {
        Path staged = store.stage(channel -> {
            for (Payload piece : body) {
                ObjectFile.writeFully(channel, piece.buffer());
            }
            channel.force(true);
        });
        try {
            ReentrantLock lock = lock(multipartId);
            lock.lock();
            try {
                directory.takeAside(aside, staged);
            } finally {
                lock.unlock();
            }
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    @Override
    public List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException {
        head(key, multipartId);
        try {
            return directory(multipartId).newest().values().stream()
                    .map(part -> new PartReceipt(part.number(), part.sizeBytes(), part.tag()))
                    .toList();
        } catch (NoSuchFileException gone) {
            throw noSuchObject(key, multipartId);
        } catch (IOException failure) {
            throw store.failed("list of parts", key, failure, /* nameInTheWay= */ false);
        }
    }

    @Override
    public void complete(String key, String multipartId, List<PartReceipt> parts) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ReentrantLock lock = lock(multipartId);
        lock.lock();
        try {
            PartDirectory directory = directory(multipartId);
            Optional<MultipartHead> head = MultipartHead.read(directory.path());
            boolean isOurs = head.isPresent() && head.get().key().equals(key);
            boolean isOver = isOurs && directory.isOver(directory.parts());
            if (!isOurs || isOver) {
                if (store.head(key).isEmpty()) {
                    throw noSuchObject(key, multipartId);
                }
            } else {
                PartAssembly assembly = PartAssembly.of(store, directory, head.get(), parts);
                boolean isBeingWritten = !claims.of(multipartId).isEmpty();
                assembly.publish(isBeingWritten);
            }
            if (isOurs) {
                directory.remove();
            }
        } catch (IOException failure) {
            throw store.failed("completion", key, failure, /* nameInTheWay= */ false);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(String key, String multipartId) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ReentrantLock lock = lock(multipartId);
        lock.lock();
        try {
            PartDirectory directory = directory(multipartId);
            if (MultipartHead.read(directory.path())
                    .filter(head -> head.key().equals(key))
                    .isPresent()) {
                directory.remove();
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
            for (Path directory : PartDirectory.children(root)) {
                Optional<MultipartHead> head = MultipartHead.read(directory);
                if (head.isPresent()
                        && found.size() < limit
                        && head.get().key().startsWith(keyPrefix)
                        && head.get().begunAt().isBefore(begunBefore)) {
                    found.add(new UnfinishedObject(
                            head.get().key(),
                            PartDirectory.name(directory),
                            head.get().begunAt()));
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

    /** Of an object that was begun with this key. */
    private MultipartHead head(String key, String multipartId) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        PartDirectory directory = directory(multipartId);
        try {
            return MultipartHead.read(directory.path())
                    .filter(head -> head.key().equals(key))
                    .orElseThrow(() -> noSuchObject(key, multipartId));
        } catch (IOException failure) {
            throw store.failed("look at parts", key, failure, /* nameInTheWay= */ false);
        }
    }

    private PartDirectory directory(String multipartId) throws ObjectStoreException {
        try {
            return new PartDirectory(root.resolve(UUID.fromString(multipartId).toString()));
        } catch (IllegalArgumentException notOurs) {
            throw PartAssembly.refused("no object in parts has such an id");
        }
    }

    private ReentrantLock lock(String multipartId) {
        return locks[Math.floorMod(multipartId.hashCode(), LOCKS)];
    }

    private static void requirePart(int partNumber, long offsetBytes) {
        if (partNumber < 1 || partNumber > MAX_PARTS) {
            throw new IllegalArgumentException("parts are 1 to " + MAX_PARTS + ", not " + partNumber);
        }
        if (offsetBytes != UNKNOWN_OFFSET && (offsetBytes < 0 || offsetBytes > MAX_OFFSET_BYTES)) {
            throw new IllegalArgumentException("a part at byte " + offsetBytes);
        }
    }

    private static ObjectStoreException noSuchObject(String key, String multipartId) {
        return PartAssembly.refused("no parts of " + key + " with the id " + multipartId);
    }
}
