package dev.sluice.storage.objects;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Objects in a bucket of Amazon's S3 or any server that speaks its protocol. Sets no ACLs: who may read is the bucket's
 * policy. Keys in the bucket that are no keys of ours are not listed.
 *
 * <p>Each request is bounded in time and attempts by {@link S3Settings.Limits}; a large put is several requests.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    /** A key of the store's own, which no caller can name. */
    static final String PROBE = ".probe~";
    /** How long a successful put vouches for the right to put: checks come often, and puts cost money. */
    static final Duration WRITE_PROOF = Duration.ofMinutes(1);

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);
    private static final int PAGE_SIZE = 1000;
    /** Bounds a list in a bucket that is full of other people's keys. */
    private static final int MAX_PAGES = 1000;

    private static final ObjectMetadata PROBE_METADATA = new ObjectMetadata("application/octet-stream", "no-store");

    private final S3Settings settings;
    private final InstantSource clock;
    private final S3Client client;
    private final S3Presigner presigner;
    private volatile @Nullable Instant provenAt;

    /** Connects to nothing yet; see {@link #check}. */
    public S3ObjectStore(S3Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = S3Clients.build(settings);
        this.presigner = S3Clients.presigner(settings);
    }

    /** Objects in parts, in the same bucket and closed with it. */
    public MultipartObjects multipart() {
        return new S3Multipart(settings, client, presigner, this);
    }

    @Override
    public void put(String key, List<Payload> body, ObjectMetadata metadata) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ObjectNames.requireMetadata(key, metadata);
        try {
            new S3Upload(client, settings.bucket(), fullKey(key), metadata).put(body);
            provenAt = clock.instant();
        } catch (SdkException failure) {
            provenAt = null;
            throw S3Failures.toException("put", settings, key, failure);
        }
    }

    @Override
    public Optional<StoredObject> head(String key) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        try {
            HeadObjectResponse found =
                    client.headObject(head -> head.bucket(settings.bucket()).key(fullKey(key)));
            ObjectMetadata metadata = new ObjectMetadata(
                    Objects.requireNonNullElse(found.contentType(), "application/octet-stream"),
                    Objects.requireNonNullElse(found.cacheControl(), ""));
            return Optional.of(new StoredObject(key, found.contentLength(), found.lastModified(), metadata));
        } catch (SdkException failure) {
            if (S3Failures.isMissingObject(failure)) {
                return Optional.empty();
            }
            throw S3Failures.toException("head", settings, key, failure);
        }
    }

    @Override
    public Optional<Payload> read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ObjectNames.requireRange(offsetBytes, lengthBytes);
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(settings.bucket())
                .key(fullKey(key))
                .range("bytes=" + offsetBytes + "-" + (offsetBytes + lengthBytes - 1))
                .build();
        try {
            return Optional.of(
                    client.getObject(request, (response, bytes) -> slice(response, bytes, offsetBytes, lengthBytes)));
        } catch (SdkException failure) {
            if (S3Failures.isMissingObject(failure)) {
                return Optional.empty();
            }
            if (S3Failures.isBeyondEnd(failure)) {
                throw ObjectNames.beyondEnd(key, offsetBytes);
            }
            throw S3Failures.toException("read", settings, key, failure);
        }
    }

    @Override
    public void delete(String key) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        try {
            client.deleteObject(delete -> delete.bucket(settings.bucket()).key(fullKey(key)));
        } catch (SdkException failure) {
            if (!S3Failures.isMissingObject(failure)) {
                throw S3Failures.toException("delete", settings, key, failure);
            }
        }
    }

    /**
     * S3 lists no metadata: each object is given that which is usual for its name, and {@link #head} tells the truth.
     */
    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws ObjectStoreException {
        ObjectNames.requireKeyStart(prefix);
        ObjectNames.requireKeyStart(startAfter);
        ObjectNames.requireLimit(limit);
        List<StoredObject> found = new ArrayList<>();
        String after = startAfter.isEmpty() ? "" : fullKey(startAfter);
        try {
            for (int page = 0; page < MAX_PAGES; page++) {
                ListObjectsV2Response answer = listPage(fullKey(prefix), after, limit - found.size());
                for (S3Object object : answer.contents()) {
                    after = object.key();
                    addIfOurs(found, object);
                }
                boolean isLast = !Boolean.TRUE.equals(answer.isTruncated())
                        || answer.contents().isEmpty();
                if (isLast || found.size() == limit) {
                    return List.copyOf(found);
                }
            }
        } catch (SdkException failure) {
            throw S3Failures.toException("list", settings, prefix, failure);
        }
        String reason =
                "more than " + MAX_PAGES * PAGE_SIZE + " foreign keys beneath \"" + prefix + "\" in " + settings;
        throw new ObjectStoreException(reason, /* retryable= */ false, new IOException(reason));
    }

    /**
     * Asks for the bucket, and when no put has succeeded lately puts and deletes a small object of its own: the right
     * to see a bucket is not the right to write to it.
     */
    @Override
    public void check() throws ObjectStoreException {
        try {
            client.headBucket(head -> head.bucket(settings.bucket())
                    .overrideConfiguration(override -> override.apiCallTimeout(CHECK_TIMEOUT)));
            if (!isProven()) {
                client.putObject(
                        put -> put.bucket(settings.bucket())
                                .key(fullKey(PROBE))
                                .contentType(PROBE_METADATA.contentType())
                                .overrideConfiguration(override -> override.apiCallTimeout(CHECK_TIMEOUT)),
                        PayloadRange.whole(List.of()).requestBody(PROBE_METADATA.contentType()));
                client.deleteObject(delete -> delete.bucket(settings.bucket())
                        .key(fullKey(PROBE))
                        .overrideConfiguration(override -> override.apiCallTimeout(CHECK_TIMEOUT)));
                provenAt = clock.instant();
            }
        } catch (SdkException failure) {
            throw S3Failures.toException("check", settings, "", failure);
        }
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
    }

    private boolean isProven() {
        Instant proven = provenAt;
        return proven != null && proven.plus(WRITE_PROOF).isAfter(clock.instant());
    }

    private ListObjectsV2Response listPage(String fullPrefix, String after, int wanted) {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(settings.bucket())
                .prefix(fullPrefix)
                .maxKeys(Math.min(PAGE_SIZE, wanted));
        if (!after.isEmpty()) {
            request.startAfter(after);
        }
        return client.listObjectsV2(request.build());
    }

    private void addIfOurs(List<StoredObject> found, S3Object object) {
        String key = object.key().substring(settings.prefix().length());
        if (ObjectNames.isKey(key)) {
            found.add(new StoredObject(key, object.size(), object.lastModified(), UsualMetadata.of(key)));
        }
    }

    private String fullKey(String key) {
        return settings.prefix() + key;
    }

    /** Never reads more than was asked for, whatever a server sends. */
    private static Payload slice(
            GetObjectResponse response, AbortableInputStream bytes, long offsetBytes, int lengthBytes) {
        try {
            if (response.contentRange() == null) {
                bytes.skipNBytes(offsetBytes);
            }
            byte[] slice = bytes.readNBytes(lengthBytes);
            if (bytes.read() >= 0) {
                bytes.abort();
            }
            return Payload.wrap(slice);
        } catch (IOException cutOff) {
            throw RetryableException.create("the answer ended early: " + cutOff.getMessage(), cutOff);
        }
    }
}
