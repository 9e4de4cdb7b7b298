package dev.sluice.api.http;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import dev.sluice.identity.RequestLimiter.Verdict;
import dev.sluice.identity.Tier;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a request meets before its handler: who is it, are they within their limits, has this very request been here
 * before; and around a handler that changes something two entries in the audit log, one before the work (a change that
 * cannot be logged is not made) and one with its outcome. Runs on virtual threads; safe for many.
 */
public final class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final String NOBODY = "anonymous";

    private final RequestServices services;
    private final Idempotency idempotency;
    private final InstantSource clock;

    public Admission(RequestServices services, InstantSource clock) {
        this.services = services;
        this.idempotency = new Idempotency(services.idempotency(), clock);
        this.clock = clock;
    }

    Authenticator authenticator() {
        return services.authenticator();
    }

    ApiResponse signedIn(ApiRequest request, int cost, Map<String, String> headers, ApiHandler handler)
            throws Exception {
        Principal caller = authenticate(request, headers);
        limit(caller.tenant() + " " + caller.ownerId(), caller.tier(), cost, headers);
        ApiRequest admitted = request.from(caller);
        if (request.isRead()) {
            return handler.handle(admitted);
        }
        return idempotency.once(admitted, () -> audited(admitted, caller, () -> handler.handle(admitted)));
    }

    ApiResponse open(ApiRequest request, int cost, Map<String, String> headers, ApiHandler handler) throws Exception {
        limit(NOBODY + " " + request.clientAddress(), Tier.FREE, cost, headers);
        return request.isRead() ? handler.handle(request) : audited(request, null, () -> handler.handle(request));
    }

    private Principal authenticate(ApiRequest request, Map<String, String> headers) {
        try {
            return services.authenticator()
                    .authenticate(
                            request.headers().get("Authorization"),
                            request.headers().get("X-API-Key"));
        } catch (AuthenticationException refused) {
            // Guessing is limited too.
            limit(NOBODY + " " + request.clientAddress(), Tier.FREE, 1, headers);
            throw ApiException.unauthenticated(refused);
        }
    }

    private void limit(String who, Tier tier, int cost, Map<String, String> headers) {
        Verdict verdict = services.limiter().take(who, tier, cost);
        headers.put("X-RateLimit-Limit", Integer.toString(verdict.limitPerMinute()));
        headers.put("X-RateLimit-Remaining", Long.toString(verdict.remaining()));
        headers.put("X-RateLimit-Reset", Long.toString(verdict.resetAt().getEpochSecond()));
        if (!verdict.allowed()) {
            throw ApiException.rateLimited(verdict.retryAfterSeconds());
        }
    }

    private ApiResponse audited(ApiRequest request, @Nullable Principal caller, Callable<ApiResponse> work)
            throws Exception {
        services.audit().write(entry(request, caller, 0));
        try {
            ApiResponse answer = work.call();
            writeOutcome(entry(request, caller, answer.status()));
            return answer;
        } catch (Exception failure) {
            writeOutcome(entry(request, caller, ErrorAnswers.statusOf(failure)));
            throw failure;
        }
    }

    /** What was done stays done, and its answer true, when its outcome cannot be logged: the first entry is there. */
    private void writeOutcome(AuditEntry outcome) {
        try {
            services.audit().write(outcome);
        } catch (RepositoryException lost) {
            log.error("The outcome is not in the audit log, but here: {}", outcome, lost);
        }
    }

    private AuditEntry entry(ApiRequest request, @Nullable Principal caller, int status) {
        return new AuditEntry(
                0,
                clock.instant(),
                caller == null ? Principal.DEFAULT_TENANT : caller.tenant(),
                caller == null ? NOBODY : caller.ownerId(),
                caller == null ? NOBODY : caller.name(),
                request.operation(),
                request.path(),
                request.clientAddress(),
                request.id(),
                status);
    }
}
