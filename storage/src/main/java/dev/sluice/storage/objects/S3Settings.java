package dev.sluice.storage.objects;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, and how patiently.
 *
 * @param prefix before every key; empty, or ends with a slash (added if missing)
 * @param endpoint null for Amazon's own of the region
 * @param pathStyle bucket in the path instead of the host name; true for most servers that are not Amazon's
 * @param accessKeyId null for the AWS default chain (environment, profile, instance role)
 * @param secretAccessKey null exactly when accessKeyId is
 * @param limits time-outs and bounds
 */
public record S3Settings(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        Limits limits) {
    static final int MAX_PREFIX_LENGTH = 256;

    /** @throws IllegalArgumentException with the reason */
    public S3Settings {
        if (bucket.isBlank() || region.isBlank()) {
            throw new IllegalArgumentException("S3 needs a bucket and a region");
        }
        if (prefix.length() > MAX_PREFIX_LENGTH || prefix.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the S3 prefix must not begin with a slash nor be longer than " + MAX_PREFIX_LENGTH);
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            prefix = prefix + "/";
        }
        if (endpoint != null
                && (endpoint.getScheme() == null || endpoint.getHost() == null || endpoint.getUserInfo() != null)) {
            throw new IllegalArgumentException("the S3 endpoint must be an http or https URL without credentials");
        }
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            throw new IllegalArgumentException("S3 needs both access key id and secret access key, or neither");
        }
    }

    public S3Settings withLimits(Limits other) {
        return new S3Settings(bucket, prefix, endpoint, region, pathStyle, accessKeyId, secretAccessKey, other);
    }

    /** Without the credentials: fit for logs. */
    @Override
    public String toString() {
        String at = endpoint == null ? "Amazon S3 " + region : endpoint.getScheme() + "://" + endpoint.getAuthority();
        return "bucket " + bucket + (prefix.isEmpty() ? "" : ", prefix " + prefix) + " at " + at;
    }

    /**
     * How long and how much.
     *
     * @param connectTimeout for one connection
     * @param attemptTimeout for one request and its answer
     * @param callTimeout for all attempts of a request and the pauses between them
     * @param maxAttempts of one request
     * @param maxConnections open at a time; more calls wait up to the connect time-out for one
     */
    public record Limits(
            Duration connectTimeout,
            Duration attemptTimeout,
            Duration callTimeout,
            int maxAttempts,
            int maxConnections) {
        public static final Limits DEFAULTS = new Limits(
                Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(45), /* maxAttempts= */ 3, 64);

        private static final int MAX_ATTEMPTS_LIMIT = 10;
        private static final int MAX_CONNECTIONS_LIMIT = 1000;

        /** @throws IllegalArgumentException with the reason */
        public Limits {
            if (!connectTimeout.isPositive()
                    || !attemptTimeout.isPositive()
                    || callTimeout.compareTo(attemptTimeout) < 0) {
                throw new IllegalArgumentException(
                        "S3 time-outs must be above zero, and a call's not shorter than an attempt's");
            }
            if (maxAttempts < 1 || maxAttempts > MAX_ATTEMPTS_LIMIT) {
                throw new IllegalArgumentException("S3 attempts must be 1 to " + MAX_ATTEMPTS_LIMIT);
            }
            if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS_LIMIT) {
                throw new IllegalArgumentException("S3 connections must be 1 to " + MAX_CONNECTIONS_LIMIT);
            }
        }
    }
}
