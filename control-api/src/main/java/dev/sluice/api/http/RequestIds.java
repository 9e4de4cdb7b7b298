package dev.sluice.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id: the client's own {@code X-Request-Id} when it is fit for logs, else its
 * {@code X-Correlation-ID}, else a new one. Both headers are on every answer, the second only when the client sent one
 * that is fit.
 */
public final class RequestIds {
    private static final String HEADER = "X-Request-Id";
    private static final String CORRELATION_HEADER = "X-Correlation-ID";
    private static final int MAX_LENGTH = 64;
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_LENGTH + "}");
    private static final int DIGITS = 12;

    private RequestIds() {}

    /** Puts the ids on the answer of a request that was not looked at yet. */
    public static void assign(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String correlationId = request.getHeader(CORRELATION_HEADER);
        if (isFit(correlationId)) {
            response.putHeader(CORRELATION_HEADER, correlationId);
        }
        response.putHeader(HEADER, accept(request.getHeader(HEADER), correlationId));
    }

    /** The id of the request that this answers. */
    public static String of(HttpServerResponse response) {
        String id = response.headers().get(HEADER);
        return id == null ? generate() : id;
    }

    /** The same for logs. */
    public static LogTrace traceOf(HttpServerResponse response) {
        return LogTrace.of(of(response), response.headers().get(CORRELATION_HEADER));
    }

    static String accept(@Nullable String requestId, @Nullable String correlationId) {
        if (requestId != null && isFit(requestId)) {
            return requestId;
        }
        return correlationId != null && isFit(correlationId) ? correlationId : generate();
    }

    private static boolean isFit(@Nullable String sent) {
        return sent != null
                && sent.length() <= MAX_LENGTH
                && ACCEPTED.matcher(sent).matches();
    }

    /** A new id, {@code req_} and twelve hex digits. Not a secret. */
    public static String generate() {
        return "req_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), DIGITS);
    }
}
