package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.upload.SequentialReceiver.Mode;
import dev.sluice.engine.upload.UploadException.Problem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads of every kind. A byte is acknowledged by the return of the method that took it: then the store has it and the
 * database says so. Any node may take any call; nothing of an upload stays in a process. Every method blocks, for
 * virtual threads; safe for many.
 */
public final class Uploads {
    private static final Duration WAIT_FOR_WRITER = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    private final UploadPorts ports;
    private final ChunkReceiver chunks;
    private final UploadCleaner cleaner;
    private final UploadCompletion completion;

    public Uploads(UploadPorts ports) {
        this.ports = ports;
        this.chunks = new ChunkReceiver(ports);
        this.cleaner = new UploadCleaner(ports);
        this.completion = new UploadCompletion(ports, cleaner);
    }

    public UploadLimits limits() {
        return ports.limits();
    }

    UploadPorts ports() {
        return ports;
    }

    UploadCleaner cleaner() {
        return cleaner;
    }

    UploadCompletion completion() {
        return completion;
    }

    /**
     * Begins an upload.
     *
     * @param plan valid but for sizes and quotas
     */
    public Upload create(Owner owner, UploadKind kind, AssetDetails details, Upload.Plan plan)
            throws UploadException, ObjectStoreException {
        requireSizes(kind, plan);
        AssetId id = AssetId.random();
        Instant now = ports.clock().instant();
        String key = Upload.keyPrefix(id) + "source";
        String multipartId = ports.multipart().begin(key, new ObjectMetadata(plan.contentType(), ""));
        NewUpload upload = new NewUpload(
                id,
                owner,
                kind,
                details,
                plan,
                multipartId,
                now,
                now.plus(ports.limits().idleExpiry()));
        boolean created = false;
        try {
            Optional<UploadRepository.Refusal> refusal = ports.repository()
                    .create(
                            upload,
                            ports.limits().maxOpenPerOwner(),
                            ports.limits().maxOpenBytesPerOwner());
            if (refusal.isPresent()) {
                throw refused(refusal.get());
            }
            created = true;
        } finally {
            if (!created) {
                abortQuietly(key, multipartId);
            }
        }
        return ports.repository().find(id).orElseThrow(UploadException::notFound);
    }

    private void requireSizes(UploadKind kind, Upload.Plan plan) throws UploadException {
        long size = plan.sizeBytes();
        if (size > ports.limits().maxFileBytes()) {
            throw UploadException.tooLarge(ports.limits().maxFileBytes());
        }
        if (kind.isSequential() || size == Upload.Plan.UNKNOWN_SIZE) {
            return;
        }
        ChunkPlan chunked = plan.chunks();
        if ((size + plan.chunkBytes() - 1) / plan.chunkBytes() > UploadLimits.MAX_CHUNKS) {
            throw UploadException.invalid("There would be more than " + UploadLimits.MAX_CHUNKS + " chunks.");
        }
        if (kind == UploadKind.DIRECT && chunked.count() > 1 && plan.chunkBytes() < MultipartObjects.MIN_PART_BYTES) {
            throw UploadException.invalid("Chunks that go straight to the store have at least "
                    + MultipartObjects.MIN_PART_BYTES + " bytes.");
        }
    }

    private UploadException refused(UploadRepository.Refusal refusal) {
        return switch (refusal) {
            case TOO_MANY ->
                new UploadException(
                        Problem.QUOTA,
                        "too_many_uploads",
                        "There are " + ports.limits().maxOpenPerOwner() + " open uploads already.");
            case TOO_MANY_BYTES -> UploadException.tooManyBytes(ports.limits().maxOpenBytesPerOwner());
        };
    }

    private void abortQuietly(String key, String multipartId) {
        try {
            ports.multipart().abort(key, multipartId);
        } catch (ObjectStoreException left) {
            log.info("An object in parts stays for the sweeper: {}", left.getMessage());
        }
    }

    public Upload find(Viewpoint viewpoint, AssetId id) throws UploadException {
        return ports.repository().find(viewpoint, id).orElseThrow(UploadException::notFound);
    }

    /** Signed URLs for the chunks of a direct upload, by number; empty when the store gives out none. */
    public List<URI> directUrls(Upload upload) throws ObjectStoreException {
        List<URI> urls = new ArrayList<>();
        for (int number = 1; number <= upload.plan().chunks().count(); number++) {
            Optional<URI> url = ports.multipart()
                    .presignPart(
                            upload.sourceKey(),
                            upload.multipartId(),
                            number,
                            ports.limits().idleExpiry());
            if (url.isEmpty()) {
                return List.of();
            }
            urls.add(url.get());
        }
        return urls;
    }

    /** Numbers of chunks that are missing, at most {@link MissingChunks#MAX_TOLD}. */
    public List<Integer> missing(Upload upload) {
        if (upload.kind() != UploadKind.CHUNKED || upload.state() != UploadState.RECEIVING) {
            return List.of();
        }
        return MissingChunks.of(
                upload.plan().chunks(), from -> ports.repository().chunks(upload.id(), from, MissingChunks.PAGE));
    }

    /**
     * Takes a chunk; the same again replaces it.
     *
     * @param declaredBytes of the body; -1 when not told
     */
    public Upload putChunk(Upload upload, int number, long declaredBytes, UploadSource source, Checksums checksums)
            throws UploadException, ObjectStoreException {
        if (upload.kind() != UploadKind.CHUNKED) {
            throw new UploadException(Problem.CONFLICT, "upload_has_no_chunks", "This upload takes no chunks here.");
        }
        if (upload.state() != UploadState.RECEIVING) {
            throw UploadException.ended(upload.state());
        }
        ChunkPlan plan = upload.plan().chunks();
        if (!plan.has(number)) {
            throw new UploadException(
                    Problem.NOT_FOUND, "resource_not_found", "Chunks are numbered from 1 to " + plan.count() + ".");
        }
        int wanted = plan.bytesOf(number);
        if (declaredBytes > wanted) {
            throw UploadException.tooLarge(wanted);
        }
        if (declaredBytes >= 0 && declaredBytes < wanted) {
            throw UploadException.invalid("Chunk " + number + " has " + wanted + " bytes, not " + declaredBytes + ".");
        }
        try {
            return chunks.receive(upload, number, source, checksums);
        } catch (ObjectStoreException failure) {
            throw explained(upload, failure);
        }
    }

    /** The store refuses parts of an object that was completed or ended meanwhile. */
    private ObjectStoreException explained(Upload upload, ObjectStoreException failure) throws UploadException {
        UploadState now =
                ports.repository().find(upload.id()).map(Upload::state).orElse(UploadState.ABORTED);
        if (!failure.retryable() && now != UploadState.RECEIVING) {
            throw UploadException.ended(now);
        }
        return failure;
    }

    /** Makes the object and the asset; doing it again, or twice at once, changes nothing and answers the same. */
    public Upload complete(Upload upload) throws UploadException, ObjectStoreException {
        return completion.complete(upload.id());
    }

    /** Ends an upload that is not complete. */
    public void abort(Upload upload) throws UploadException {
        if (!ports.repository()
                .end(upload.id(), UploadState.ABORTED, ports.clock().instant())) {
            UploadState now =
                    ports.repository().find(upload.id()).map(Upload::state).orElse(UploadState.ABORTED);
            if (now == UploadState.COMPLETING || now == UploadState.COMPLETED) {
                throw UploadException.ended(now);
            }
        }
        ports.repository().find(upload.id()).ifPresent(cleaner::cleanQuietly);
    }

    /**
     * Takes bytes behind those that are there and completes the upload with its last one. What came before a cut is
     * kept, unless there is a checksum.
     *
     * @param offset where the sender believes that the upload is
     * @param declaredBytes of the body; -1 when not told
     * @param sizeBytes of the whole file when it is declared only now, else -1
     */
    public Upload append(
            Upload upload, long offset, long declaredBytes, long sizeBytes, UploadSource source, Checksums checksums)
            throws UploadException, ObjectStoreException {
        UUID token = UUID.randomUUID();
        Upload leased = lease(upload.id(), token);
        long received;
        try (LeaseKeeper lease = LeaseKeeper.keep(ports.repository(), upload.id(), token, ports.clock())) {
            requireOffset(leased, offset);
            if (sizeBytes != Upload.Plan.UNKNOWN_SIZE) {
                leased = declareSize(leased, sizeBytes);
            }
            long room = leased.plan().size().orElse(ports.limits().maxFileBytes()) - offset;
            if (declaredBytes > room) {
                throw UploadException.tooLarge(room);
            }
            Mode mode = checksums.isEmpty() ? Mode.KEEP : Mode.ALL_OR_NOTHING;
            received = new SequentialReceiver(ports, leased, lease, mode, checksums)
                    .receive(source, /* endsFile= */ false);
            if (received == leased.plan().sizeBytes()) {
                return completion.complete(upload.id(), token);
            }
        }
        return ports.repository().find(upload.id()).orElseThrow(UploadException::notFound);
    }

    private static void requireOffset(Upload upload, long offset) throws UploadException {
        if (upload.receivedBytes() != offset) {
            throw new UploadException(
                    Problem.CONFLICT,
                    "offset_mismatch",
                    "The upload is at " + upload.receivedBytes() + ", not at " + offset + ".");
        }
    }

    private Upload declareSize(Upload upload, long sizeBytes) throws UploadException {
        if (sizeBytes > ports.limits().maxFileBytes()) {
            throw UploadException.tooLarge(ports.limits().maxFileBytes());
        }
        boolean fits = sizeBytes >= upload.receivedBytes()
                && (upload.plan().sizeBytes() == sizeBytes || ports.repository().declareSize(upload.id(), sizeBytes));
        if (!fits) {
            throw UploadException.invalid("The size of an upload is declared once, and is no less than what is there.");
        }
        return ports.repository().find(upload.id()).orElseThrow(UploadException::notFound);
    }

    /**
     * Takes a whole file from its first byte to its last and completes it. Nothing of it is kept when it does not come
     * whole.
     *
     * @param ended asked for the last words about the file once its bytes are there
     */
    public Upload receiveWhole(Upload upload, UploadSource source, Ending ended)
            throws UploadException, ObjectStoreException {
        UUID token = UUID.randomUUID();
        Upload leased = lease(upload.id(), token);
        try (LeaseKeeper lease = LeaseKeeper.keep(ports.repository(), upload.id(), token, ports.clock())) {
            long size = new SequentialReceiver(ports, leased, lease, Mode.KEEP, new Checksums(List.of()))
                    .receive(source, /* endsFile= */ true);
            if (size == 0) {
                throw UploadException.invalid("The file is empty.");
            }
            ended.fileEnded(leased);
            if (leased.plan().sizeBytes() != size) {
                declareSize(leased, size);
            }
            return completion.complete(upload.id(), token);
        }
    }

    /** What happens between the last byte of a file and its completion. */
    @FunctionalInterface
    public interface Ending {
        void fileEnded(Upload upload) throws UploadException;
    }

    /** What is said of an upload after its bytes. */
    public void describe(Upload upload, AssetDetails details, @Nullable String fileName) {
        ports.repository().describe(upload.id(), details, fileName);
    }

    private Upload lease(AssetId id, UUID token) throws UploadException {
        Patience patience = new Patience(WAIT_FOR_WRITER);
        while (true) {
            Optional<Upload> leased =
                    ports.repository().lease(id, token, ports.clock().instant(), LeaseKeeper.until(ports.clock()));
            if (leased.isPresent()) {
                return leased.get();
            }
            UploadState state = ports.repository().find(id).map(Upload::state).orElse(UploadState.ABORTED);
            if (state != UploadState.RECEIVING) {
                throw UploadException.ended(state);
            }
            patience.waitABit();
        }
    }

    /** Fails an upload that cannot go on, for a reason that its owner reads. */
    void failPull(Upload upload, UUID token, String reason) {
        try {
            ports.repository().failed(upload.id(), token, reason, ports.clock().instant());
        } catch (RepositoryException away) {
            log.warn("Upload {} failed ({}), which is not written down", upload.id(), reason, away);
        }
    }
}
