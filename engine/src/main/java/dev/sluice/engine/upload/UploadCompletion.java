package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.engine.upload.UploadException.Problem;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one object and one asset of an upload whose bytes are all there. Every step may be done again, by the same
 * request sent twice, or by another node after this one died. Any thread that may block.
 */
final class UploadCompletion {
    private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(15);
    private static final int READ_BYTES = 8 << 20;
    private static final int NAMED_MISSING = 20;
    private static final Logger log = LoggerFactory.getLogger(UploadCompletion.class);

    private final UploadPorts ports;
    private final UploadCleaner cleaner;

    UploadCompletion(UploadPorts ports, UploadCleaner cleaner) {
        this.ports = ports;
        this.cleaner = cleaner;
    }

    /** Returns the completed upload, whoever completed it. */
    Upload complete(AssetId id) throws UploadException, ObjectStoreException {
        return complete(id, UUID.randomUUID());
    }

    /** @param token of the upload's lease when the caller holds it */
    Upload complete(AssetId id, UUID token) throws UploadException, ObjectStoreException {
        Patience patience = new Patience(WAIT_FOR_OTHERS);
        while (true) {
            Upload upload = ports.repository().find(id).orElseThrow(UploadException::notFound);
            if (upload.state() == UploadState.COMPLETED) {
                return upload;
            }
            if (upload.state().isFinal()) {
                throw UploadException.ended(upload.state());
            }
            if (upload.state() == UploadState.RECEIVING) {
                requireWhole(upload);
            }
            Optional<Upload> begun = ports.repository()
                    .beginCompletion(id, token, ports.clock().instant(), LeaseKeeper.until(ports.clock()));
            if (begun.isPresent()) {
                return finish(begun.get(), token);
            }
            patience.waitABit();
        }
    }

    private void requireWhole(Upload upload) throws UploadException, ObjectStoreException {
        List<Integer> missing =
                switch (upload.kind()) {
                    case CHUNKED ->
                        upload.isWhole()
                                ? List.of()
                                : MissingChunks.of(upload.plan().chunks(), from -> ports.repository()
                                        .chunks(upload.id(), from, MissingChunks.PAGE));
                    case DIRECT -> missingParts(upload);
                    case TUS, MULTIPART_FORM, PULL -> {
                        boolean joins = upload.plan().role() == UploadRole.FINAL;
                        if (!joins && !upload.isWhole()) {
                            throw new UploadException(
                                    Problem.CONFLICT, "upload_incomplete", "Not all bytes of the upload are there.");
                        }
                        yield List.of();
                    }
                };
        if (!missing.isEmpty()) {
            throw missing(missing);
        }
    }

    private List<Integer> missingParts(Upload upload) throws ObjectStoreException {
        Map<Integer, Long> sizes = new HashMap<>();
        for (PartReceipt part : ports.multipart().parts(upload.sourceKey(), upload.multipartId())) {
            sizes.put(part.partNumber(), part.sizeBytes());
        }
        ChunkPlan plan = upload.plan().chunks();
        List<Integer> missing = new ArrayList<>();
        for (int number = 1; number <= plan.count(); number++) {
            Long size = sizes.get(number);
            if (size == null || size != plan.bytesOf(number)) {
                missing.add(number);
            }
        }
        return missing;
    }

    private static UploadException missing(List<Integer> numbers) {
        String named = String.join(
                ", ", numbers.stream().limit(NAMED_MISSING).map(String::valueOf).toList());
        String more = numbers.size() > NAMED_MISSING ? " and " + (numbers.size() - NAMED_MISSING) + " more" : "";
        return new UploadException(
                Problem.CONFLICT, "upload_incomplete", "These chunks are missing: " + named + more + ".");
    }

    private Upload finish(Upload upload, UUID token) throws UploadException, ObjectStoreException {
        try (LeaseKeeper _ = LeaseKeeper.keep(ports.repository(), upload.id(), token, ports.clock())) {
            if (ports.objects().head(upload.sourceKey()).isEmpty()) {
                assemble(upload);
            }
            long size = ports.objects()
                    .head(upload.sourceKey())
                    .map(StoredObject::sizeBytes)
                    .orElseThrow(() -> new ObjectStoreException(
                            "a completed object is not there: " + upload.sourceKey(),
                            /* retryable= */ true,
                            new IOException(upload.sourceKey())));
            verify(upload, size, token);
            if (upload.plan().role() != UploadRole.PARTIAL) {
                ports.intake()
                        .accept(new NewAsset(
                                upload.id(),
                                upload.owner(),
                                upload.details(),
                                upload.plan().fileName(),
                                upload.sourceKey(),
                                size));
            }
            if (!ports.repository()
                    .completed(upload.id(), token, size, ports.clock().instant())) {
                log.info("Upload {} was completed by somebody else too", upload.id());
            }
        }
        Upload completed = ports.repository().find(upload.id()).orElse(upload);
        log.info("Upload {} is complete", upload.id());
        cleaner.cleanQuietly(completed);
        return completed;
    }

    private void assemble(Upload upload) throws UploadException, ObjectStoreException {
        List<PartReceipt> receipts = receipts(upload);
        try {
            ports.multipart().complete(upload.sourceKey(), upload.multipartId(), receipts);
        } catch (ObjectStoreException failure) {
            if (failure.retryable() || upload.kind() != UploadKind.CHUNKED) {
                throw failure;
            }
            List<Integer> changed = dropChanged(upload, receipts);
            if (changed.isEmpty()) {
                throw failure;
            }
            log.info("Chunks of upload {} are not what was acknowledged: {}", upload.id(), failure.getMessage());
            throw missing(changed);
        }
    }

    private List<PartReceipt> receipts(Upload upload) throws UploadException, ObjectStoreException {
        if (upload.plan().role() == UploadRole.FINAL) {
            return new PartJoiner(ports, upload)
                    .join(upload.plan().pieces().stream()
                            .map(piece -> Upload.keyPrefix(piece) + "source")
                            .toList());
        }
        if (upload.kind() == UploadKind.DIRECT) {
            int count = upload.plan().chunks().count();
            return ports.multipart().parts(upload.sourceKey(), upload.multipartId()).stream()
                    .filter(part -> part.partNumber() <= count)
                    .toList();
        }
        if (upload.kind() == UploadKind.CHUNKED && !upload.plan().chunks().areParts()) {
            List<String> keys = new ArrayList<>();
            for (int number = 1; number <= upload.plan().chunks().count(); number++) {
                keys.add(upload.chunkKey(number));
            }
            return new PartJoiner(ports, upload).join(keys);
        }
        return writtenReceipts(upload);
    }

    private List<PartReceipt> writtenReceipts(Upload upload) {
        List<PartReceipt> receipts = new ArrayList<>();
        List<UploadChunk> page = ports.repository().chunks(upload.id(), 1, MissingChunks.PAGE);
        while (!page.isEmpty()) {
            for (UploadChunk chunk : page) {
                int partBytes = upload.kind() == UploadKind.CHUNKED
                        ? upload.plan().chunks().partBytes()
                        : upload.plan().chunkBytes();
                for (int i = 0; i < chunk.etags().size(); i++) {
                    int size = Math.min(partBytes, chunk.sizeBytes() - i * partBytes);
                    receipts.add(new PartReceipt(
                            receipts.size() + 1, size, chunk.etags().get(i)));
                }
            }
            page = ports.repository().chunks(upload.id(), page.getLast().number() + 1, MissingChunks.PAGE);
        }
        return receipts;
    }

    /** Chunks that were overwritten by a later request which was not acknowledged. */
    private List<Integer> dropChanged(Upload upload, List<PartReceipt> written) throws ObjectStoreException {
        Map<Integer, String> stored = new HashMap<>();
        for (PartReceipt part : ports.multipart().parts(upload.sourceKey(), upload.multipartId())) {
            stored.put(part.partNumber(), part.etag());
        }
        ChunkPlan plan = upload.plan().chunks();
        List<Integer> changed = new ArrayList<>();
        for (PartReceipt part : written) {
            int chunk = (part.partNumber() - 1) / plan.partsPerChunk() + 1;
            if (!part.etag().equals(stored.get(part.partNumber())) && !changed.contains(chunk)) {
                changed.add(chunk);
                ports.repository().dropChunk(upload.id(), chunk);
            }
        }
        return changed;
    }

    private void verify(Upload upload, long sizeBytes, UUID token) throws UploadException, ObjectStoreException {
        long declared = upload.plan().size().orElse(sizeBytes);
        if (declared != sizeBytes) {
            fail(upload, token, "The file has " + sizeBytes + " bytes, not " + declared + ".");
        }
        String sha256 = upload.plan().sha256();
        if (sha256 != null && !sha256.equals(sha256Of(upload.sourceKey(), sizeBytes))) {
            fail(upload, token, "The file does not have the SHA-256 that was declared.");
        }
    }

    private void fail(Upload upload, UUID token, String reason) throws UploadException {
        ports.repository().failed(upload.id(), token, reason, ports.clock().instant());
        throw new UploadException(Problem.CHECKSUM_MISMATCH, "checksum_mismatch", reason);
    }

    private String sha256Of(String key, long sizeBytes) throws UploadException, ObjectStoreException {
        try (BufferBudget.Room _ = ports.buffers().take(READ_BYTES)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long done = 0; done < sizeBytes; ) {
                int wanted = (int) Math.min(READ_BYTES, sizeBytes - done);
                Payload bytes = ports.objects().read(key, done, wanted).orElse(Payload.EMPTY);
                if (bytes.isEmpty()) {
                    throw new ObjectStoreException(key + " ended early", /* retryable= */ true, new IOException(key));
                }
                digest.update(bytes.buffer());
                done += bytes.sizeBytes();
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyRuntimeHasIt) {
            throw new IllegalStateException(everyRuntimeHasIt);
        }
    }
}
