package dev.sluice.events.webhook;

import dev.sluice.events.webhook.DeliveryQueue.Due;
import dev.sluice.events.webhook.DeliveryQueue.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes of an answer: only a 2xx is success, 410 ends the endpoint, a day of failures does too. */
final class Verdict {
    static final String GONE = "The endpoint answered 410 Gone.";
    static final String FAILED_TOO_LONG = "Deliveries failed for a day.";

    private static final int GONE_STATUS = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final RetrySchedule schedule;

    Verdict(RetrySchedule schedule) {
        this.schedule = schedule;
    }

    Outcome of(Due due, WebhookSender.Result result, Instant startedAt, Instant now) {
        Attempt attempt = new Attempt(
                due.attempts() + 1,
                startedAt,
                Math.max(0, Duration.between(startedAt, now).toMillis()),
                result.statusCode(),
                result.excerpt(),
                problem(result));
        Integer status = result.statusCode();
        if (attempt.succeeded()) {
            return new Outcome(attempt, null, null);
        }
        if (status != null && status == GONE_STATUS) {
            return new Outcome(attempt, null, GONE);
        }
        if (due.manual()) {
            return new Outcome(attempt, null, null);
        }
        Instant first = due.firstAttemptAt() == null ? startedAt : due.firstAttemptAt();
        Optional<Instant> next = schedule.next(first, startedAt, now, retryAfter(result));
        return new Outcome(attempt, next.orElse(null), next.isPresent() ? null : FAILED_TOO_LONG);
    }

    private static @Nullable String problem(WebhookSender.Result result) {
        Integer status = result.statusCode();
        if (status == null) {
            return result.error() == null ? "No answer." : result.error();
        }
        return switch (status / 100) {
            case 2 -> null;
            case 3 -> "Redirects are not followed.";
            default -> "The answer's status is " + status + ".";
        };
    }

    private static @Nullable Duration retryAfter(WebhookSender.Result result) {
        Integer status = result.statusCode();
        boolean asked = status != null && (status == TOO_MANY_REQUESTS || status == UNAVAILABLE);
        return asked ? result.retryAfter() : null;
    }
}
