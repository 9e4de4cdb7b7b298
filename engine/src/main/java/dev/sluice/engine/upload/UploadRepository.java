package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Viewpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of uploads. Every change is one transaction whose condition is the rule, so of two nodes that compete one
 * wins. Blocks; safe for threads.
 *
 * <p>Each method throws {@link dev.sluice.engine.port.RepositoryException} when the database cannot answer in time.
 */
public interface UploadRepository {
    /** Why an upload was not created. */
    enum Refusal {
        TOO_MANY,
        TOO_MANY_BYTES
    }

    /** What became of a lease. */
    enum Renewal {
        HELD,
        /** Held, and another request waits for it. */
        WANTED,
        LOST
    }

    /** Empty when it was created. An upload without a size counts with what has come of it. */
    Optional<Refusal> create(NewUpload upload, int maxOpen, long maxOpenBytes);

    /** Only its owner, and who manages the tenant, see an upload. */
    Optional<Upload> find(Viewpoint viewpoint, AssetId id);

    Optional<Upload> find(AssetId id);

    /** By number, from the given one. */
    List<UploadChunk> chunks(AssetId id, int fromNumber, int limit);

    /**
     * Writes down a chunk, over what was known of it.
     *
     * @return the upload as it is then; empty when it takes no chunks any more
     */
    Optional<Upload> putChunk(AssetId id, UploadChunk chunk, Instant expiresAt);

    /** A chunk is to be sent again; also leads an upload that was completing back to receiving. */
    void dropChunk(AssetId id, int number);

    /**
     * Takes the right to write, for one request at a time.
     *
     * @return the upload, with everything that earlier holders wrote; empty while somebody else holds it, who is told
     *     that it is wanted, and when it takes nothing any more
     */
    Optional<Upload> lease(AssetId id, UUID token, Instant now, Instant until);

    Renewal renew(AssetId id, UUID token, Instant until);

    void release(AssetId id, UUID token);

    /**
     * How far a sequential upload got.
     *
     * @param parts that are new
     * @return false when the lease was lost: nothing was written
     */
    boolean advance(
            AssetId id,
            UUID token,
            List<UploadChunk> parts,
            long receivedBytes,
            @Nullable String tailKey,
            Instant expiresAt);

    /**
     * Tells how many bytes have come of an upload that declared none, before they are kept.
     *
     * @return false when its owner would have more open than they may
     */
    boolean grow(AssetId id, UUID token, long receivedBytes, long maxOpenBytes);

    /** Declares the size of an upload that had none; false when it has one or takes nothing any more. */
    boolean declareSize(AssetId id, long sizeBytes);

    /** What a form said after its file. */
    void describe(AssetId id, AssetDetails details, @Nullable String fileName);

    /**
     * Begins to complete, or goes on after whoever did is gone. Needs all bytes of uploads that Sluice receives.
     *
     * @return empty when the upload is in no state for it, bytes are missing, or somebody else is at it
     */
    Optional<Upload> beginCompletion(AssetId id, UUID token, Instant now, Instant until);

    /** @return false when the lease was lost */
    boolean completed(AssetId id, UUID token, long sizeBytes, Instant now);

    /** Ends an upload that receives, whoever is at it; false when it does not receive any more. */
    boolean end(AssetId id, UploadState state, Instant now);

    /** @return false when the lease was lost */
    boolean failed(AssetId id, UUID token, String failure, Instant now);

    /** Ends those whose time is up, and completed parts of others that nobody joined. Returns how many. */
    int expire(Instant now, int limit);

    /** Final ones whose leftovers are still in the store, leased to one node. */
    List<Upload> claimUncleaned(UUID token, Instant now, Instant until, int limit);

    void cleaned(AssetId id);

    /** Those whose bytes are all there and whose holder is gone. */
    List<AssetId> stranded(Instant now, int limit);

    /** Pulls that nobody is at, leased; nothing has come of them. */
    List<Upload> claimPulls(UUID token, Instant now, Instant until, int limit);

    /** Deletes rows of cleaned uploads that ended before. */
    int forget(Instant endedBefore, int limit);
}
