package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Owner;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An upload as the database knows it.
 *
 * @param id also that of the asset to be
 * @param plan what its sender declared
 * @param multipartId of the object in parts
 * @param receivedBytes that are durable; of a sequential upload the offset of the next
 * @param receivedChunks how many of the chunks, or parts of a sequential upload, are there
 * @param tailKey of the object with the bytes behind the last whole part of a sequential upload; null when there are
 *     none
 * @param failure why it failed, for its owner; null unless it did
 */
public record Upload(
        AssetId id,
        Owner owner,
        UploadKind kind,
        UploadState state,
        AssetDetails details,
        Plan plan,
        String multipartId,
        long receivedBytes,
        int receivedChunks,
        @Nullable String tailKey,
        @Nullable String failure,
        Instant createdAt,
        Instant expiresAt) {

    /**
     * What does not change while bytes come.
     *
     * @param sizeBytes -1 while it is not known
     * @param chunkBytes of every chunk but the last; of a sequential upload, of every part but the last
     * @param sha256 of the whole file in hexadecimal; null when not told
     * @param sourceUrl from where it is pulled; null for others
     * @param pieces of a final upload, in order
     * @param protocolMetadata as a tus client sent it; null for others
     */
    public record Plan(
            @Nullable String fileName,
            String contentType,
            long sizeBytes,
            int chunkBytes,
            @Nullable String sha256,
            @Nullable String sourceUrl,
            UploadRole role,
            List<AssetId> pieces,
            @Nullable String protocolMetadata) {
        public static final long UNKNOWN_SIZE = -1;

        public Plan {
            pieces = List.copyOf(pieces);
        }

        public OptionalLong size() {
            return sizeBytes == UNKNOWN_SIZE ? OptionalLong.empty() : OptionalLong.of(sizeBytes);
        }

        /** @throws IllegalStateException while the size is not known */
        public ChunkPlan chunks() {
            if (sizeBytes == UNKNOWN_SIZE) {
                throw new IllegalStateException("an upload of unknown size has no chunks");
            }
            return new ChunkPlan(sizeBytes, chunkBytes);
        }

        public Plan ofSize(long bytes) {
            return new Plan(
                    fileName, contentType, bytes, chunkBytes, sha256, sourceUrl, role, pieces, protocolMetadata);
        }
    }

    /** Of the object that it becomes. */
    public String sourceKey() {
        return keyPrefix(id) + "source";
    }

    /** Of a chunk that is too small to be a part. */
    public String chunkKey(int number) {
        return keyPrefix(id) + "chunk-" + number;
    }

    /** Of everything that an upload keeps in the store. */
    public static String keyPrefix(AssetId id) {
        return UploadLimits.KEY_PREFIX + id + "/";
    }

    /** Whether all bytes are there. */
    public boolean isWhole() {
        return plan.sizeBytes() == receivedBytes;
    }
}
