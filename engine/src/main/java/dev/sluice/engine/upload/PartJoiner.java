package dev.sluice.engine.upload;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes parts of an object of whole other objects, one after another, with one part in memory. */
final class PartJoiner {
    private static final int READ_BYTES = 1 << 20;

    private final UploadPorts ports;
    private final Upload upload;
    private final int partBytes;
    private final List<PartReceipt> receipts = new ArrayList<>();
    private byte[] part = new byte[0];
    private int filled;

    PartJoiner(UploadPorts ports, Upload upload) {
        this.ports = ports;
        this.upload = upload;
        this.partBytes = ChunkPlan.sequentialPartBytes(
                upload.plan().size().orElse(ports.limits().maxFileBytes()));
    }

    List<PartReceipt> join(List<String> keys) throws UploadException, ObjectStoreException {
        try (BufferBudget.Room room = ports.buffers().take(partBytes)) {
            part = room.bytes();
            for (String key : keys) {
                add(key);
            }
            flush();
            return List.copyOf(receipts);
        }
    }

    private void add(String key) throws ObjectStoreException {
        long size = ports.objects().head(key).map(StoredObject::sizeBytes).orElseThrow(() -> gone(key));
        for (long done = 0; done < size; ) {
            int wanted = (int) Math.min(Math.min(READ_BYTES, partBytes - filled), size - done);
            Payload bytes = ports.objects().read(key, done, wanted).orElseThrow(() -> gone(key));
            bytes.copyTo(part, filled);
            filled += bytes.sizeBytes();
            done += bytes.sizeBytes();
            if (filled == partBytes) {
                flush();
            }
        }
    }

    private void flush() throws ObjectStoreException {
        if (filled == 0) {
            return;
        }
        int number = receipts.size() + 1;
        if (number > MultipartObjects.MAX_PARTS) {
            throw new IllegalStateException("more parts than were planned of " + upload.id());
        }
        Payload bytes = Payload.wrap(filled == part.length ? part : Arrays.copyOf(part, filled));
        long offset = (number - 1L) * partBytes;
        receipts.add(
                ports.multipart().putPart(upload.sourceKey(), upload.multipartId(), number, offset, List.of(bytes)));
        filled = 0;
    }

    private static ObjectStoreException gone(String key) {
        return new ObjectStoreException(key + " is gone", /* retryable= */ false, new IOException(key));
    }
}
