package dev.sluice.api.http;

import dev.sluice.identity.AuditLog;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.IdempotencyStore;
import dev.sluice.identity.RequestLimiter;

/**
 * What every request of the API meets on its way in: who is it, how often, has it been here before, who changes what.
 */
public record RequestServices(
        Authenticator authenticator, RequestLimiter limiter, IdempotencyStore idempotency, AuditLog audit) {}
