package dev.sluice.storage.objects;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Objects in parts as S3's multipart uploads. Each request is bounded as those of {@link S3ObjectStore}. */
final class S3Multipart implements MultipartObjects {
    private static final int PAGE_SIZE = 1000;
    /** Bounds a list among other people's uploads. */
    private static final int MAX_PAGES = 100;

    private final S3Settings settings;
    private final S3Client client;
    private final S3Presigner presigner;
    private final ObjectStore store;

    /** @param store over the same bucket */
    S3Multipart(S3Settings settings, S3Client client, S3Presigner presigner, ObjectStore store) {
        this.settings = settings;
        this.client = client;
        this.presigner = presigner;
        this.store = store;
    }

    @Override
    public String begin(String key, ObjectMetadata metadata) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        ObjectNames.requireMetadata(key, metadata);
        String cacheControl = metadata.cacheControl().isEmpty() ? null : metadata.cacheControl();
        try {
            return client.createMultipartUpload(create -> create.bucket(settings.bucket())
                            .key(fullKey(key))
                            .contentType(metadata.contentType())
                            .cacheControl(cacheControl))
                    .uploadId();
        } catch (SdkException failure) {
            throw S3Failures.toException("begin", settings, key, failure);
        }
    }

    @Override
    public PartReceipt putPart(String key, String multipartId, int partNumber, long offsetBytes, List<Payload> body)
            throws ObjectStoreException {
        ObjectNames.requireKey(key);
        PayloadRange part = PayloadRange.whole(body);
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(settings.bucket())
                .key(fullKey(key))
                .uploadId(multipartId)
                .partNumber(partNumber)
                .contentMD5(part.contentMd5())
                .build();
        try {
            String etag = client.uploadPart(request, part.requestBody("application/octet-stream"))
                    .eTag();
            return new PartReceipt(partNumber, part.sizeBytes(), plain(etag));
        } catch (SdkException failure) {
            throw S3Failures.toException("put of part " + partNumber, settings, key, failure);
        }
    }

    @Override
    public List<PartReceipt> parts(String key, String multipartId) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        List<PartReceipt> found = new ArrayList<>();
        Integer after = null;
        try {
            for (int page = 0; page <= MAX_PARTS / PAGE_SIZE; page++) {
                ListPartsResponse answer = listPage(key, multipartId, after);
                for (Part part : answer.parts()) {
                    found.add(new PartReceipt(part.partNumber(), part.size(), plain(part.eTag())));
                    after = part.partNumber();
                }
                if (!Boolean.TRUE.equals(answer.isTruncated()) || answer.parts().isEmpty()) {
                    break;
                }
            }
            return List.copyOf(found);
        } catch (SdkException failure) {
            throw S3Failures.toException("list of parts", settings, key, failure);
        }
    }

    private ListPartsResponse listPage(String key, String multipartId, @Nullable Integer after) {
        return client.listParts(list -> list.bucket(settings.bucket())
                .key(fullKey(key))
                .uploadId(multipartId)
                .partNumberMarker(after)
                .maxParts(PAGE_SIZE));
    }

    @Override
    public void complete(String key, String multipartId, List<PartReceipt> parts) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.partNumber())
                        .eTag('"' + part.etag() + '"')
                        .build())
                .toList();
        try {
            client.completeMultipartUpload(complete -> complete.bucket(settings.bucket())
                    .key(fullKey(key))
                    .uploadId(multipartId)
                    .multipartUpload(upload -> upload.parts(completed)));
        } catch (SdkException failure) {
            if (!S3Failures.isMissingUpload(failure) || store.head(key).isEmpty()) {
                throw S3Failures.toException("completion", settings, key, failure);
            }
        }
    }

    @Override
    public void abort(String key, String multipartId) throws ObjectStoreException {
        ObjectNames.requireKey(key);
        try {
            client.abortMultipartUpload(
                    abort -> abort.bucket(settings.bucket()).key(fullKey(key)).uploadId(multipartId));
        } catch (SdkException failure) {
            if (!S3Failures.isMissingUpload(failure)) {
                throw S3Failures.toException("abort", settings, key, failure);
            }
        }
    }

    @Override
    public List<UnfinishedObject> unfinished(String keyPrefix, Instant begunBefore, int limit)
            throws ObjectStoreException {
        ObjectNames.requireKeyStart(keyPrefix);
        ObjectNames.requireLimit(limit);
        List<UnfinishedObject> found = new ArrayList<>();
        String keyMarker = null;
        String idMarker = null;
        try {
            for (int page = 0; page < MAX_PAGES; page++) {
                ListMultipartUploadsResponse answer = uploadsPage(keyPrefix, keyMarker, idMarker);
                addOurs(answer, begunBefore, limit, found);
                keyMarker = answer.nextKeyMarker();
                idMarker = answer.nextUploadIdMarker();
                if (!Boolean.TRUE.equals(answer.isTruncated()) || keyMarker == null || found.size() == limit) {
                    break;
                }
            }
            return List.copyOf(found);
        } catch (SdkException failure) {
            throw S3Failures.toException("list of unfinished objects", settings, keyPrefix, failure);
        }
    }

    /** Of the server's own size: some know no other. */
    private ListMultipartUploadsResponse uploadsPage(
            String keyPrefix, @Nullable String keyMarker, @Nullable String idMarker) {
        return client.listMultipartUploads(list -> list.bucket(settings.bucket())
                .prefix(fullKey(keyPrefix))
                .keyMarker(keyMarker)
                .uploadIdMarker(idMarker));
    }

    private void addOurs(
            ListMultipartUploadsResponse page, Instant begunBefore, int limit, List<UnfinishedObject> found) {
        for (MultipartUpload upload : page.uploads()) {
            boolean ours = upload.key().startsWith(settings.prefix());
            String key = ours ? upload.key().substring(settings.prefix().length()) : "";
            if (ObjectNames.isKey(key) && upload.initiated().isBefore(begunBefore) && found.size() < limit) {
                found.add(new UnfinishedObject(key, upload.uploadId(), upload.initiated()));
            }
        }
    }

    @Override
    public Optional<URI> presignPart(String key, String multipartId, int partNumber, Duration validity)
            throws ObjectStoreException {
        ObjectNames.requireKey(key);
        try {
            return Optional.of(presigner
                    .presignUploadPart(presign -> presign.signatureDuration(validity)
                            .uploadPartRequest(part -> part.bucket(settings.bucket())
                                    .key(fullKey(key))
                                    .uploadId(multipartId)
                                    .partNumber(partNumber)))
                    .url()
                    .toURI());
        } catch (SdkException failure) {
            throw S3Failures.toException("signing", settings, key, failure);
        } catch (URISyntaxException impossible) {
            throw new ObjectStoreException(
                    "a signed URL of " + settings + " is none", /* retryable= */ false, new IOException(impossible));
        }
    }

    private String fullKey(String key) {
        return settings.prefix() + key;
    }

    private static String plain(String etag) {
        return etag.replace("\"", "");
    }
}
