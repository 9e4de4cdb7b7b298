package dev.sluice.engine.port;

import dev.sluice.media.io.Payload;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Objects that are written in numbered parts, in any order and from any node, and appear whole or not at all: S3's
 * multipart uploads, or files beside the local store that keep their rules. Every method blocks, is never called on an
 * event loop, and is safe for use by many threads.
 *
 * <p>Call order: {@code begin (putPart | parts)* (complete | abort)}. A part that was acknowledged is durable; putting
 * a number again replaces it. What is neither completed nor aborted stays, and is found by {@link #unfinished}.
 */
public interface MultipartObjects {
    /** Every part but the last has at least this many bytes. */
    long MIN_PART_BYTES = 5L << 20;
    /** Parts are numbered from 1 to this. */
    int MAX_PARTS = 10_000;
    /** Of a part whose place depends on parts that do not exist yet. */
    long UNKNOWN_OFFSET = -1;

    /** Starts an object; returns the id that the other calls name it by. */
    String begin(String key, ObjectMetadata metadata) throws ObjectStoreException;

    /**
     * Returns what {@link #complete} wants of the part, once it is durable. Keeps nothing of the body: its bytes may
     * change after the return, also by an exception.
     *
     * @param offsetBytes where the part begins in the object, or {@link #UNKNOWN_OFFSET}: a store may write it there.
     *     The object is made of the parts one after another all the same
     */
    PartReceipt putPart(String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body)
            throws ObjectStoreException;

    /** The parts that are there, by number. */
    List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException;

    /**
     * Makes the object of these parts, in the order of their numbers, and forgets all others. Done again after it was
     * done, it succeeds when the object is there.
     */
    void complete(String key, String multipartId, List<PartReceipt> parts) throws ObjectStoreException;

    /** Forgets the object and its parts; does nothing when there is none. */
    void abort(String key, String multipartId) throws ObjectStoreException;

    /** Those begun before the given time with keys of this prefix, at most {@code limit}. */
    List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit) throws ObjectStoreException;

    /** A URL that takes the part by PUT from whoever has it; empty when this store gives out none. */
    Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity)
            throws ObjectStoreException;
}
