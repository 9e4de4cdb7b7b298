package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectStoreException;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells what went wrong with S3, and whether the same call may succeed later. */
final class S3Failures {
    static final int NOT_FOUND = 404;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    /** What a server does not know it will not know later. */
    private static final int NOT_IMPLEMENTED = 501;
    /** Come with 400 and 409, but pass. */
    private static final Set<String> PASSING_CODES =
            Set.of("RequestTimeout", "OperationAborted", "ConditionalRequestConflict", "BadDigest", "ExpiredToken");

    private static final int MAX_CAUSES = 16;

    private S3Failures() {}

    /** True for an object that is not there; false for a bucket that is not. */
    static boolean isMissingObject(SdkException failure) {
        return failure instanceof AwsServiceException answer
                && answer.statusCode() == NOT_FOUND
                && !code(answer).equals("NoSuchBucket");
    }

    /** True for an object in parts that was completed or aborted, or never begun; servers name it in several ways. */
    static boolean isMissingUpload(SdkException failure) {
        return isMissingObject(failure);
    }

    static boolean isBeyondEnd(SdkException failure) {
        return failure instanceof AwsServiceException answer && answer.statusCode() == RANGE_NOT_SATISFIABLE;
    }

    /** With the server's error code and without its prose, which may repeat parts of the request. */
    static ObjectStoreException toException(String what, S3Settings settings, String key, SdkException failure) {
        String reason = failure instanceof AwsServiceException answer
                ? "status " + answer.statusCode() + " " + code(answer)
                : String.valueOf(failure.getMessage());
        String message = what + " of \"" + key + "\" in " + settings + " failed: " + reason;
        return new ObjectStoreException(message.strip(), isRetryable(failure), failure);
    }

    private static boolean isRetryable(SdkException failure) {
        return switch (failure) {
            case AwsServiceException answer -> isPassing(answer);
            case ApiCallTimeoutException timeout -> true;
            case ApiCallAttemptTimeoutException timeout -> true;
            case AbortedException interrupted -> true;
            case RetryableException passing -> true;
            default -> comesFromIo(failure);
        };
    }

    private static boolean isPassing(AwsServiceException answer) {
        int status = answer.statusCode();
        return (status >= SERVER_ERROR && status != NOT_IMPLEMENTED)
                || status == TOO_MANY_REQUESTS
                || status == REQUEST_TIMEOUT
                || answer.isThrottlingException()
                || PASSING_CODES.contains(code(answer));
    }

    private static boolean comesFromIo(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof IOException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }
}
