package dev.sluice.engine.upload;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes one numbered chunk into the store. Any thread that may block; any number at once. */
final class ChunkReceiver {
    static final ObjectMetadata KEPT_ASIDE = new ObjectMetadata("application/octet-stream", "no-store");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final UploadPorts ports;

    ChunkReceiver(UploadPorts ports) {
        this.ports = ports;
    }

    /**
     * Returns the upload once the chunk is durable and written down.
     *
     * @param number that the plan has
     */
    Upload receive(Upload upload, int number, UploadSource source, Checksums checksums)
            throws UploadException, ObjectStoreException {
        ChunkPlan plan = upload.plan().chunks();
        int chunkBytes = plan.bytesOf(number);
        int partBytes = plan.areParts() ? Math.min(plan.partBytes(), chunkBytes) : chunkBytes;
        List<String> etags = new ArrayList<>();
        try (BufferBudget.Room room = ports.buffers().take(partBytes)) {
            if (partBytes < chunkBytes) {
                // From the first part on, what is in the store is no longer what was acknowledged.
                ports.repository().dropChunk(upload.id(), number);
            }
            for (int done = 0; done < chunkBytes; done += partBytes) {
                int bytes = Math.min(partBytes, chunkBytes - done);
                byte[] part = bytes == partBytes ? room.bytes() : new byte[bytes];
                readFully(source, part);
                checksums.update(part, 0, part.length);
                if (done + part.length == chunkBytes) {
                    requireEnd(source, chunkBytes);
                    checksums.verify();
                }
                put(upload, plan, number, done, etags, part);
            }
        }
        UploadChunk chunk = new UploadChunk(number, chunkBytes, etags);
        Optional<Upload> now = ports.repository()
                .putChunk(
                        upload.id(),
                        chunk,
                        ports.clock().instant().plus(ports.limits().idleExpiry()));
        if (now.isEmpty()) {
            throw tooLate(upload, plan, number);
        }
        return now.get();
    }

    /** What came after the end is not left behind; while others complete, what they read stays. */
    private UploadException tooLate(Upload upload, ChunkPlan plan, int number) throws ObjectStoreException {
        UploadState state =
                ports.repository().find(upload.id()).map(Upload::state).orElse(UploadState.ABORTED);
        if (state.isFinal() && !plan.areParts()) {
            ports.objects().delete(upload.chunkKey(number));
        }
        return UploadException.ended(state);
    }

    private void put(Upload upload, ChunkPlan plan, int number, int done, List<String> etags, byte[] part)
            throws ObjectStoreException {
        List<Payload> body = List.of(Payload.wrap(part));
        if (plan.areParts()) {
            int partNumber = plan.firstPartOf(number) + etags.size();
            long offset = (number - 1L) * plan.chunkBytes() + done;
            etags.add(ports.multipart()
                    .putPart(upload.sourceKey(), upload.multipartId(), partNumber, offset, body)
                    .etag());
        } else {
            ports.objects().put(upload.chunkKey(number), body, KEPT_ASIDE);
        }
    }

    private static void readFully(UploadSource source, byte[] target) throws UploadException {
        try {
            for (int filled = 0; filled < target.length; ) {
                int read = source.read(target, filled, target.length - filled, PATIENCE);
                if (read < 0) {
                    throw UploadException.cutOff();
                }
                filled += read;
            }
        } catch (IOException cut) {
            throw UploadException.cutOff();
        }
    }

    private static void requireEnd(UploadSource source, int chunkBytes) throws UploadException {
        try {
            int more = 0;
            byte[] next = new byte[1];
            while (more == 0) {
                more = source.read(next, 0, 1, PATIENCE);
            }
            if (more > 0) {
                throw UploadException.tooLarge(chunkBytes);
            }
        } catch (IOException cut) {
            throw UploadException.cutOff();
        }
    }
}
