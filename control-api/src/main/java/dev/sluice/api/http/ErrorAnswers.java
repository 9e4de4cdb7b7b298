package dev.sluice.api.http;

import dev.sluice.engine.control.NotYoursException;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.upload.UploadException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become HTTP answers with the standard error body. Safe for use by many threads. */
public final class ErrorAnswers {
    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);

    private final Clock clock;
    private final long bodyLimitBytes;

    public ErrorAnswers(Clock clock, long bodyLimitBytes) {
        this.clock = clock;
        this.bodyLimitBytes = bodyLimitBytes;
    }

    /** A failure handler of the router. */
    public void answer(RoutingContext context) {
        RequestIds.traceOf(context.response()).during(() -> answerTraced(context));
    }

    private void answerTraced(RoutingContext context) {
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        String requestId = RequestIds.of(context.response());
        ApiException error = toApiException(context.failure(), context.statusCode(), requestId);
        if (error.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        }
        if (error.retryAfterSeconds() > 0) {
            context.response().putHeader("Retry-After", Long.toString(error.retryAfterSeconds()));
        } else if (error.status() == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        JsonAnswers.send(context.response(), error.status(), body(error, requestId));
    }

    /** The standard error body. */
    public JsonObject body(ApiException error, String requestId) {
        JsonObject details = new JsonObject();
        new TreeMap<>(error.details()).forEach(details::put);
        JsonObject body = new JsonObject()
                .put("error", error.code())
                .put("message", error.text())
                .put("details", details)
                .put("request_id", requestId)
                .put("timestamp", Timestamps.seconds(clock.instant()));
        return error.retryAfterSeconds() > 0 ? body.put("retry_after", error.retryAfterSeconds()) : body;
    }

    /** The status of the answer to a request whose handler threw this. */
    static int statusOf(Throwable failure) {
        return refusalOf(failure).map(ApiException::status).orElse(isPassing(failure) ? 503 : 500);
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof RepositoryException
                || failure instanceof TimeoutException
                || failure instanceof ObjectStoreException;
    }

    /** What the client got wrong, when it is the client. */
    private static Optional<ApiException> refusalOf(@Nullable Throwable failure) {
        return switch (failure) {
            case ApiException error -> Optional.of(error);
            case NotYoursException _ -> Optional.of(ApiException.permissionDenied("This stream is another's."));
            case StreamConflictException conflict
            when conflict.code().equals("version_mismatch") -> Optional.of(ApiException.preconditionFailed());
            case StreamConflictException conflict ->
                Optional.of(ApiException.conflict(conflict.code(), messageOf(conflict)));
            case UploadException upload -> Optional.of(ofUpload(upload));
            case null, default -> Optional.empty();
        };
    }

    private static ApiException ofUpload(UploadException refused) {
        int status =
                switch (refused.problem()) {
                    case INVALID, CUT_OFF -> 400;
                    case NOT_FOUND -> 404;
                    case CONFLICT, CHECKSUM_MISMATCH -> 409;
                    case GONE -> 410;
                    case TOO_LARGE -> 413;
                    case QUOTA -> 429;
                    case BUSY -> 503;
                };
        return ApiException.refused(status, refused.code(), messageOf(refused));
    }

    private ApiException toApiException(@Nullable Throwable failure, int status, String requestId) {
        Optional<ApiException> refusal = refusalOf(failure);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return switch (failure) {
            case RepositoryException lost -> {
                log.warn("Request {} failed: the database did not answer", requestId, lost);
                yield ApiException.unavailable("The database is not available.");
            }
            case ObjectStoreException lost -> {
                log.warn("Request {} failed: the object store did not do it", requestId, lost);
                yield ApiException.unavailable("The object store is not available.");
            }
            case TimeoutException late -> {
                log.warn("Request {} ran out of time: {}", requestId, late.getMessage());
                yield ApiException.unavailable("The request took too long.");
            }
            case HttpException refused -> ofStatus(refused.getStatusCode());
            case null -> ofStatus(status);
            case Throwable _ when status >= 400 && status < 500 -> ofStatus(status);
            default -> {
                log.error("Request {} failed", requestId, failure);
                yield ApiException.internal();
            }
        };
    }

    private ApiException ofStatus(int status) {
        return switch (status) {
            case 404 -> ApiException.notFound("Resource");
            case 413 -> ApiException.tooLarge(bodyLimitBytes);
            case 415 -> ApiException.unsupportedMediaType();
            case 503 -> ApiException.unavailable("The server cannot answer now.");
            default ->
                status >= 400 && status < 500
                        ? ApiException.invalidRequest("The request is malformed.")
                        : ApiException.internal();
        };
    }

    private static String messageOf(Exception failure) {
        String message = failure.getMessage();
        return message == null ? "The stream's state does not allow this." : message;
    }
}
