package dev.sluice.storage.objects;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one object of parts in a directory, whose lock is held from {@link #of} to the end of {@link #publish}. A crash
 * leaves the object whole or the parts as they were, so that it can be done again.
 */
final class PartAssembly {
    private static final Logger log = LoggerFactory.getLogger(PartAssembly.class);

    private final FileObjectStore store;
    private final PartDirectory directory;
    private final String key;
    private final ObjectMetadata metadata;
    private final List<StoredPart> listed;

    private PartAssembly(FileObjectStore store, PartDirectory directory, MultipartHead head, List<StoredPart> listed) {
        this.store = store;
        this.directory = directory;
        this.key = head.key();
        this.metadata = head.metadata();
        this.listed = listed;
    }

    /** @throws ObjectStoreException not retryable, when these parts make no object */
    static PartAssembly of(
            FileObjectStore store, PartDirectory directory, MultipartHead head, List<PartReceipt> receipts)
            throws ObjectStoreException, IOException {
        String key = head.key();
        Map<String, StoredPart> recorded = directory.parts().stream()
                .collect(Collectors.toMap(
                        part -> part.number() + "." + part.tag(),
                        Function.identity(),
                        (one, other) -> one.isInBody() ? one : other));
        List<StoredPart> listed = new ArrayList<>();
        int previous = 0;
        for (PartReceipt receipt : receipts) {
            int number = receipt.partNumber();
            StoredPart found = recorded.get(number + "." + receipt.etag());
            if (number <= previous || found == null) {
                throw refused("part " + number + " of " + key + " is not there, or not in order");
            }
            if (found.sizeBytes() < MultipartObjects.MIN_PART_BYTES
                    && number < receipts.getLast().partNumber()) {
                throw refused("part " + number + " of " + key + " is too small");
            }
            previous = number;
            listed.add(found);
        }
        if (listed.isEmpty()) {
            throw refused("there is no part of " + key);
        }
        return new PartAssembly(store, directory, head, listed);
    }

    /**
     * Puts the object in its place: the body itself when the parts lie there as they do in the object, else a copy.
     *
     * @param isBeingWritten whether somebody has the body open
     */
    void publish(boolean isBeingWritten) throws IOException, ObjectStoreException {
        if (!isBeingWritten && isBodyTheObject()) {
            finishBody();
            store.publish(directory.body(), key);
            return;
        }
        Path staged = copy();
        try {
            store.publish(staged, key);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /** But for parts aside, which can still be brought to their places. */
    private boolean isBodyTheObject() throws IOException {
        int headBytes = ObjectFile.headBytes(key, metadata);
        long position = headBytes;
        boolean anyInBody = false;
        for (StoredPart part : listed) {
            if (part.isInBody() && part.position() != position) {
                return false;
            }
            anyInBody |= part.isInBody();
            position += part.sizeBytes();
        }
        return anyInBody && ObjectFile.isPlain(piece(listed.getFirst()), key, metadata) == (headBytes == 0);
    }

    private void finishBody() throws IOException {
        long position = ObjectFile.headBytes(key, metadata);
        List<StoredPart> moved = new ArrayList<>();
        for (StoredPart part : listed) {
            if (!part.isInBody()) {
                moved.add(part.at(position));
            }
            position += part.sizeBytes();
        }
        forgetWhatIsOverwritten(moved, position);
        try (FileChannel channel = FileChannel.open(directory.body(), StandardOpenOption.WRITE)) {
            ObjectFile.writeHead(channel, key, metadata);
            for (StoredPart part : moved) {
                channel.position(part.position());
                ObjectFile.append(channel, piece(part.at(StoredPart.ASIDE)));
            }
            channel.truncate(position);
            channel.force(true);
        }
    }

    /** Parts that are not listed, where other parts come or where the body is cut. */
    private void forgetWhatIsOverwritten(List<StoredPart> moved, long end) throws IOException {
        Set<StoredPart> kept = new HashSet<>(listed);
        List<StoredPart> lost = directory.parts().stream()
                .filter(part -> part.isInBody() && !kept.contains(part))
                .filter(part -> part.end() > end || moved.stream().anyMatch(part::overlaps))
                .toList();
        directory.forget(lost);
    }

    /** One part that needs no head is linked; file systems that share extents do so for the others. */
    private Path copy() throws IOException {
        List<ObjectFile.Piece> pieces = listed.stream().map(this::piece).toList();
        Path first = pieces.getFirst().file();
        boolean isOneFile = pieces.size() == 1 && !listed.getFirst().isInBody();
        if (isOneFile && ObjectFile.isPlain(pieces.getFirst(), key, metadata)) {
            Path staged = store.stagedName();
            try {
                return Files.createLink(staged, first);
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                log.debug("{} is copied, not linked: {}", first, noLinks.toString());
            }
        }
        return store.stage(channel -> ObjectFile.join(channel, key, pieces, metadata));
    }

    private ObjectFile.Piece piece(StoredPart part) {
        return part.isInBody()
                ? new ObjectFile.Piece(directory.body(), part.position(), part.sizeBytes())
                : new ObjectFile.Piece(directory.file(part), 0, part.sizeBytes());
    }

    static ObjectStoreException refused(String reason) {
        return new ObjectStoreException(reason, /* retryable= */ false, new IllegalArgumentException(reason));
    }
}
