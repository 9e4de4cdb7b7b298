package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Brings one object into a bucket: in one request, or in parts when it is large. */
record S3Upload(S3Client client, String bucket, String fullKey, ObjectMetadata metadata) {
    /** Above this, a failed attempt would repeat too much. */
    static final int MULTIPART_THRESHOLD_BYTES = 16 << 20;
    /** At least 5 MiB by the rules of S3, which also allow 10 000 parts: more than fits into memory. */
    static final int PART_BYTES = 8 << 20;

    void put(List<Payload> body) {
        if (PayloadRange.sizeBytes(body) > MULTIPART_THRESHOLD_BYTES) {
            putInParts(PayloadRange.cut(body, PART_BYTES));
        } else {
            putWhole(PayloadRange.whole(body));
        }
    }

    private void putWhole(PayloadRange body) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(fullKey)
                .contentType(metadata.contentType())
                .cacheControl(cacheControl())
                .contentMD5(body.contentMd5())
                .build();
        client.putObject(request, body.requestBody(metadata.contentType()));
    }

    private void putInParts(List<PayloadRange> parts) {
        CreateMultipartUploadRequest request = CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(fullKey)
                .contentType(metadata.contentType())
                .cacheControl(cacheControl())
                .build();
        String uploadId = client.createMultipartUpload(request).uploadId();
        try {
            List<CompletedPart> completed = new ArrayList<>();
            for (PayloadRange part : parts) {
                completed.add(putPart(uploadId, completed.size() + 1, part));
            }
            client.completeMultipartUpload(complete -> complete.bucket(bucket)
                    .key(fullKey)
                    .uploadId(uploadId)
                    .multipartUpload(upload -> upload.parts(completed)));
        } catch (SdkException failure) {
            abort(uploadId, failure);
            throw failure;
        }
    }

    private CompletedPart putPart(String uploadId, int number, PayloadRange part) {
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(bucket)
                .key(fullKey)
                .uploadId(uploadId)
                .partNumber(number)
                .contentMD5(part.contentMd5())
                .build();
        RequestBody body = part.requestBody("application/octet-stream");
        String etag = client.uploadPart(request, body).eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /** The parts cost money until they are gone; what cannot be aborted is left to the bucket's lifecycle rule. */
    private void abort(String uploadId, SdkException failure) {
        try {
            client.abortMultipartUpload(
                    abort -> abort.bucket(bucket).key(fullKey).uploadId(uploadId));
        } catch (SdkException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private @Nullable String cacheControl() {
        return metadata.cacheControl().isEmpty() ? null : metadata.cacheControl();
    }
}
