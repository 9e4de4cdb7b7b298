package dev.sluice.storage.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one object in parts: {@link MultipartHead}, the files that {@link StoredPart} names, and the body, a
 * file with holes that becomes the object's. Its moves are such that a crash between any two of them loses no part that
 * was recorded:
 *
 * <ul>
 *   <li>A part of the body is recorded after its bytes are on the disk, and nothing is written there while it is.
 *   <li>A body that is not there although parts of it are recorded has become the object, or was aborted: nothing is
 *       left to do but remove the directory.
 * </ul>
 *
 * <p>Whoever changes anything holds the lock of the directory.
 */
record PartDirectory(Path path) {
    private static final String BODY = "body";
    private static final Logger log = LoggerFactory.getLogger(PartDirectory.class);

    Path body() {
        return path.resolve(BODY);
    }

    Path file(StoredPart part) {
        return path.resolve(part.fileName());
    }

    boolean hasHead() {
        return Files.exists(path.resolve(MultipartHead.NAME));
    }

    /** @param recorded what {@link #parts} gave */
    boolean isOver(List<StoredPart> recorded) {
        return recorded.stream().anyMatch(StoredPart::isInBody) && !Files.exists(body());
    }

    /** In no order; a number is there twice when a crash left what was replaced. */
    List<StoredPart> parts() throws IOException {
        List<StoredPart> parts = new ArrayList<>();
        for (Path file : children(path)) {
            StoredPart.parse(name(file)).ifPresent(parts::add);
        }
        return parts;
    }

    /** By number, the newest of each. */
    Map<Integer, StoredPart> newest() throws IOException {
        Map<Integer, StoredPart> newest = new TreeMap<>();
        for (StoredPart part : parts()) {
            StoredPart other = newest.get(part.number());
            if (other == null || time(part).isAfter(time(other))) {
                newest.put(part.number(), part);
            }
        }
        return newest;
    }

    private Instant time(StoredPart part) throws IOException {
        return Files.getLastModifiedTime(file(part)).toInstant();
    }

    /** Opens the body to write in it; made durable before anything in it is recorded. */
    FileChannel openBody() throws IOException {
        requireHead();
        try {
            Files.createFile(body());
            FileObjectStore.sync(path);
        } catch (FileAlreadyExistsException usual) {
            log.trace("{} is there", body());
        }
        return FileChannel.open(body(), StandardOpenOption.WRITE);
    }

    /** Gives back the room behind what is recorded and what is being written, after a write failed. */
    void cutBody(List<StoredPart> claimed) {
        try (FileChannel channel = FileChannel.open(body(), StandardOpenOption.WRITE)) {
            channel.truncate(Stream.concat(parts().stream(), claimed.stream())
                    .filter(StoredPart::isInBody)
                    .mapToLong(StoredPart::end)
                    .max()
                    .orElse(0));
        } catch (NoSuchFileException removedMeanwhile) {
            log.trace("{} is gone", body());
        } catch (IOException failure) {
            log.info("Bytes of a part that failed stay in {}: {}", body(), failure.toString());
        }
    }

    /** Says that the part is in the body, and forgets what had its number. */
    void record(StoredPart inBody) throws IOException {
        requireHead();
        try {
            Files.createFile(file(inBody));
        } catch (FileAlreadyExistsException same) {
            log.trace("{} is there", same.getFile());
        }
        FileObjectStore.sync(path);
        forgetOthers(inBody);
    }

    /** Takes a staged file as the part, and forgets what had its number. */
    void takeAside(StoredPart aside, Path staged) throws IOException {
        requireHead();
        Files.move(staged, file(aside), StandardCopyOption.ATOMIC_MOVE);
        FileObjectStore.sync(path);
        forgetOthers(aside);
    }

    private void forgetOthers(StoredPart kept) throws IOException {
        String number = kept.fileName().substring(0, kept.fileName().indexOf('.') + 1);
        boolean forgotten = false;
        try (DirectoryStream<Path> same = Files.newDirectoryStream(path, number + "*")) {
            for (Path file : same) {
                if (!name(file).equals(kept.fileName())) {
                    forgotten |= Files.deleteIfExists(file);
                }
            }
            if (forgotten) {
                FileObjectStore.sync(path);
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    /** Durably, before something else is written in their places. */
    void forget(List<StoredPart> parts) throws IOException {
        for (StoredPart part : parts) {
            Files.deleteIfExists(file(part));
        }
        if (!parts.isEmpty()) {
            FileObjectStore.sync(path);
        }
    }

    private void requireHead() throws IOException {
        if (!hasHead()) {
            throw new NoSuchFileException(path.toString());
        }
    }

    /** The head last: until then the directory is found again. */
    void remove() throws IOException {
        Set<Path> files = new HashSet<>(children(path));
        Path head = path.resolve(MultipartHead.NAME);
        files.remove(head);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(head);
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException stays) {
            log.warn("{} stays: something else is in it", path);
        }
    }

    static List<Path> children(Path directory) throws IOException {
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

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
