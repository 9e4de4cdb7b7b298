package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.ObjectStoreException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {
    private static final S3Settings SETTINGS = S3ProxyProcess.settings("films", URI.create("http://s3.test:9000"));

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, true",
        "501, NotImplemented, false",
        "502, '', true",
        "503, SlowDown, true",
        "504, '', true",
        "429, TooManyRequests, true",
        "408, '', true",
        "400, RequestTimeout, true",
        "400, BadDigest, true",
        "400, ExpiredToken, true",
        "409, OperationAborted, true",
        "400, InvalidArgument, false",
        "403, AccessDenied, false",
        "403, SignatureDoesNotMatch, false",
        "301, PermanentRedirect, false",
        "404, NoSuchBucket, false",
        "405, MethodNotAllowed, false",
        "411, MissingContentLength, false"
    })
    void answer_ofTheServer_isRetryableWhenItMayPass(int status, String code, boolean retryable) {
        ObjectStoreException made = S3Failures.toException("put", SETTINGS, "a/1.m4s", answer(status, code));

        assertThat(made.retryable()).isEqualTo(retryable);
        assertThat(made)
                .hasMessage(("put of \"a/1.m4s\" in bucket films at http://s3.test:9000 failed: status " + status + " "
                                + code)
                        .strip());
    }

    @Test
    void failureOfTheClient_isRetryableWhenItIsOfTheNetwork() {
        assertThat(retryable(client(new IOException("reset")))).isTrue();
        assertThat(retryable(client(new RuntimeException(new UnknownHostException("s3.test")))))
                .isTrue();
        assertThat(retryable(ApiCallTimeoutException.create(1000))).isTrue();
        assertThat(retryable(AbortedException.create("interrupted"))).isTrue();
        assertThat(retryable(SdkClientException.create("Unable to load credentials from any of the providers")))
                .isFalse();
    }

    @Test
    void missing_objectButNotBucket() {
        assertThat(S3Failures.isMissingObject(answer(404, "NoSuchKey"))).isTrue();
        assertThat(S3Failures.isMissingObject(answer(404, ""))).isTrue();
        assertThat(S3Failures.isMissingObject(answer(404, "NoSuchBucket"))).isFalse();
        assertThat(S3Failures.isMissingObject(answer(403, "AccessDenied"))).isFalse();
        assertThat(S3Failures.isMissingObject(client(new IOException("reset")))).isFalse();
    }

    private static boolean retryable(SdkException failure) {
        return S3Failures.toException("put", SETTINGS, "k", failure).retryable();
    }

    private static SdkException client(Throwable cause) {
        return SdkClientException.create("unable to execute", cause);
    }

    private static SdkException answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .message("prose with parts of the request")
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
