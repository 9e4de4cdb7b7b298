package dev.sluice.engine.upload;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.upload.UploadRepository.Renewal;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes behind those that are there: whole parts into the store's object, what is left over into an object of its
 * own, the tail. One use, by whoever holds the upload's lease.
 *
 * <p>{@link Mode#KEEP} acknowledges part by part and keeps what came before a cut; {@link Mode#ALL_OR_NOTHING} writes
 * nothing down before the end.
 */
final class SequentialReceiver {
    /** What becomes of bytes when the rest does not come. */
    enum Mode {
        KEEP,
        ALL_OR_NOTHING
    }

    /** What stopped the bytes. */
    private enum Stop {
        END,
        CUT,
        WANTED
    }

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final UploadPorts ports;
    private final Upload upload;
    private final LeaseKeeper lease;
    private final Mode mode;
    private final Checksums checksums;
    private final int partBytes;
    private final long maxBytes;
    private final List<UploadChunk> unwritten = new ArrayList<>();

    private byte[] part;
    private int filled;
    private long offset;
    private int parts;
    private @Nullable String tailKey;

    SequentialReceiver(UploadPorts ports, Upload upload, LeaseKeeper lease, Mode mode, Checksums checksums) {
        this.ports = ports;
        this.upload = upload;
        this.lease = lease;
        this.mode = mode;
        this.checksums = checksums;
        this.partBytes = upload.plan().chunkBytes();
        this.maxBytes = upload.plan().size().orElse(ports.limits().maxFileBytes());
        this.part = new byte[0];
        this.offset = upload.receivedBytes();
        this.parts = upload.receivedChunks();
        this.tailKey = upload.tailKey();
    }

    /**
     * Receives to the end of the source, or to the size of the file.
     *
     * @param endsFile whether the file ends where the source does; else only at its declared size
     * @return how many bytes the file has then
     * @throws UploadException when the source was cut, is too long, another request wants the upload, the checksum is
     *     wrong or the lease was lost
     */
    long receive(UploadSource source, boolean endsFile) throws UploadException, ObjectStoreException {
        try (BufferBudget.Room room = ports.buffers().take(partBytes)) {
            part = room.bytes();
            loadTail();
            Stop stop = fill(source);
            if (offset == upload.plan().sizeBytes()) {
                stop = Stop.END; // Whatever happens after the last byte.
            }
            if (stop != Stop.END && mode == Mode.ALL_OR_NOTHING) {
                throw stop == Stop.CUT ? UploadException.cutOff() : UploadException.busy();
            }
            checksums.verify();
            boolean fileEnds = offset == upload.plan().sizeBytes() || (endsFile && stop == Stop.END);
            if (filled > 0 && fileEnds) {
                flush();
            }
            writeDown();
            if (stop != Stop.END) {
                throw stop == Stop.CUT ? UploadException.cutOff() : UploadException.busy();
            }
            return offset;
        }
    }

    private void loadTail() throws ObjectStoreException {
        if (tailKey == null) {
            return;
        }
        int tailBytes = (int) (offset - (long) parts * partBytes);
        String key = tailKey;
        Payload tail = ports.objects()
                .read(key, 0, tailBytes)
                .filter(found -> found.sizeBytes() == tailBytes)
                .orElseThrow(() -> new ObjectStoreException(
                        "the tail " + key + " is gone", /* retryable= */ false, new IOException(key)));
        tail.copyTo(part, 0);
        filled = tailBytes;
    }

    private Stop fill(UploadSource source) throws UploadException, ObjectStoreException {
        byte[] beyond = new byte[1];
        while (true) {
            boolean full = offset == maxBytes;
            int wanted = (int) Math.min(partBytes - filled, maxBytes - offset);
            int read;
            try {
                read = full ? source.read(beyond, 0, 1, PATIENCE) : source.read(part, filled, wanted, PATIENCE);
            } catch (IOException cut) {
                return Stop.CUT;
            }
            if (read < 0) {
                return Stop.END;
            }
            if (full && read > 0) {
                throw UploadException.tooLarge(maxBytes);
            }
            if (read > 0) {
                checksums.update(part, filled, read);
                filled += read;
                offset += read;
            }
            if (filled == partBytes) {
                flush();
            }
            if (lease.state() != Renewal.HELD) {
                return Stop.WANTED;
            }
        }
    }

    private void flush() throws UploadException, ObjectStoreException {
        requireRoom();
        byte[] bytes = filled == part.length ? part : Arrays.copyOf(part, filled);
        String etag = ports.multipart()
                .putPart(
                        upload.sourceKey(),
                        upload.multipartId(),
                        parts + 1,
                        offset - filled,
                        List.of(Payload.wrap(bytes)))
                .etag();
        parts++;
        unwritten.add(new UploadChunk(parts, filled, List.of(etag)));
        filled = 0;
        if (mode == Mode.KEEP) {
            writeDown();
        }
    }

    /** Of a size that nobody declared, the quota binds what comes. */
    private void requireRoom() throws UploadException {
        if (upload.plan().size().isPresent()) {
            return;
        }
        long limitBytes = ports.limits().maxOpenBytesPerOwner();
        if (!ports.repository().grow(upload.id(), lease.token(), offset, limitBytes)) {
            throw UploadException.tooManyBytes(limitBytes);
        }
    }

    /** From here on the bytes are acknowledged. */
    private void writeDown() throws UploadException, ObjectStoreException {
        String before = tailKey;
        tailKey = null;
        if (filled > 0) {
            requireRoom();
            tailKey = Upload.keyPrefix(upload.id()) + "tail-" + UUID.randomUUID();
            Payload tail = Payload.copyOf(part, 0, filled);
            ports.objects().put(tailKey, List.of(tail), ChunkReceiver.KEPT_ASIDE);
        }
        boolean written = ports.repository()
                .advance(
                        upload.id(),
                        lease.token(),
                        List.copyOf(unwritten),
                        offset,
                        tailKey,
                        ports.clock().instant().plus(ports.limits().idleExpiry()));
        if (!written) {
            throw UploadException.busy();
        }
        unwritten.clear();
        if (before != null) {
            ports.objects().delete(before);
        }
    }
}
