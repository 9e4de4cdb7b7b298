package dev.sluice.api.http;

import dev.sluice.identity.AuthenticationException;
import java.util.Map;

/**
 * A request that ends with an error answer. Thrown by handlers and turned into the standard error body in one place,
 * {@link ErrorAnswers}. Carries no stack trace: it describes the client's request, not a defect.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details;
    private final long retryAfterSeconds;

    private ApiException(int status, String code, String message, Map<String, String> details) {
        this(status, code, message, details, 0);
    }

    private ApiException(int status, String code, String message, Map<String, String> details, long retryAfterSeconds) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.status = status;
        this.code = code;
        this.details = Map.copyOf(details);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static ApiException invalidRequest(String message) {
        return new ApiException(400, "invalid_request", message, Map.of());
    }

    public static ApiException invalidRequest(String message, Map<String, String> details) {
        return new ApiException(400, "invalid_request", message, details);
    }

    public static ApiException unauthenticated(AuthenticationException refused) {
        boolean missing = refused.problem() == AuthenticationException.Problem.MISSING;
        String message = refused.getMessage();
        return new ApiException(
                401,
                missing ? "authentication_required" : "invalid_token",
                message == null ? "The credential is not valid." : message,
                Map.of());
    }

    /** A name, password, code or token in the body does not hold. */
    public static ApiException invalidCredentials(String message) {
        return new ApiException(401, "invalid_credentials", message, Map.of());
    }

    /** @param retryAfterSeconds until another request may be let in, at least 1 */
    public static ApiException rateLimited(long retryAfterSeconds) {
        return rateLimited("Rate limit exceeded. Try again in " + retryAfterSeconds + " seconds.", retryAfterSeconds);
    }

    /** @param retryAfterSeconds until another try may be let in, at least 1 */
    public static ApiException rateLimited(String message, long retryAfterSeconds) {
        return new ApiException(429, "rate_limit_exceeded", message, Map.of(), retryAfterSeconds);
    }

    public static ApiException permissionDenied(String message) {
        return new ApiException(403, "permission_denied", message, Map.of());
    }

    /** 400 with what is wrong by parameter. */
    public static ApiException invalidQuery(Map<String, String> details) {
        return invalidRequest("A query parameter is not valid.", details);
    }

    public static ApiException notFound(String what) {
        return missing(what + " not found.");
    }

    /** 404 in other words than "... not found." */
    public static ApiException missing(String message) {
        return new ApiException(404, "resource_not_found", message, Map.of());
    }

    public static ApiException methodNotAllowed(String allowed) {
        return new ApiException(405, "method_not_allowed", "This resource allows " + allowed + ".", Map.of());
    }

    public static ApiException conflict(String code, String message) {
        return new ApiException(409, code, message, Map.of());
    }

    /** A refusal that another room has named. */
    public static ApiException refused(int status, String code, String message) {
        return new ApiException(status, code, message, Map.of());
    }

    public static ApiException preconditionFailed() {
        return new ApiException(
                412, "version_mismatch", "The resource is at another version than If-Match demands.", Map.of());
    }

    public static ApiException tooLarge(long limitBytes) {
        return new ApiException(
                413, "payload_too_large", "The body is larger than " + limitBytes + " bytes.", Map.of());
    }

    public static ApiException unsupportedMediaType() {
        return unsupportedMediaType("application/json in UTF-8");
    }

    public static ApiException unsupportedMediaType(String wanted) {
        return new ApiException(415, "unsupported_media_type", "Send the body as " + wanted + ".", Map.of());
    }

    public static ApiException validation(Map<String, String> details) {
        return new ApiException(422, "validation_error", "Some fields are not valid.", details);
    }

    public static ApiException idempotencyKeyReused() {
        return new ApiException(
                422, "idempotency_key_reused", "This Idempotency-Key came with another request before.", Map.of());
    }

    public static ApiException upgradeRequired(String protocol) {
        return new ApiException(426, "upgrade_required", "This resource speaks " + protocol + " only.", Map.of());
    }

    public static ApiException internal() {
        return new ApiException(500, "internal_error", "The server failed to answer this request.", Map.of());
    }

    public static ApiException unavailable(String message) {
        return new ApiException(503, "service_unavailable", message, Map.of());
    }

    public int status() {
        return status;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    /** When to try again; 0 when that does not help. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What is wrong, by field. */
    public Map<String, String> details() {
        return details;
    }

    /** The message for people; never null here, unlike {@link #getMessage()}. */
    public String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
