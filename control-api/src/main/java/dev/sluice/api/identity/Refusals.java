package dev.sluice.api.identity;

import dev.sluice.api.http.ApiException;
import dev.sluice.identity.IdentityException;

/** What identity refuses, as the API's errors. */
final class Refusals {
    private Refusals() {}

    static ApiException of(IdentityException refused) {
        return switch (refused.kind()) {
            case BAD_CREDENTIALS -> ApiException.invalidCredentials(refused.text());
            case THROTTLED -> ApiException.rateLimited(refused.text(), refused.retryAfterSeconds());
            case NOT_ALLOWED -> ApiException.permissionDenied(refused.text());
            case NOT_FOUND -> ApiException.missing(refused.text());
            case CONFLICT -> ApiException.conflict("resource_exists", refused.text());
            case INVALID -> ApiException.validation(refused.details());
            case BUSY -> ApiException.unavailable(refused.text());
        };
    }
}
