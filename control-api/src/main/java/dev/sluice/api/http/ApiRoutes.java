package dev.sluice.api.http;

import dev.sluice.identity.AuthenticationException;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * Turns {@link ApiHandler}s into router handlers: admits the request, runs it on a virtual thread, sends the answer.
 */
public final class ApiRoutes {
    private final VirtualCalls calls;
    private final Authenticator authenticator;
    private final UrlResolver urls;
    private final ClientAddress addresses;

    public ApiRoutes(VirtualCalls calls, Authenticator authenticator, UrlResolver urls, ClientAddress addresses) {
        this.calls = calls;
        this.authenticator = authenticator;
        this.urls = urls;
        this.addresses = addresses;
    }

    /** For callers whose credential has the scope. */
    public Handler<RoutingContext> needing(Scope scope, ApiHandler handler) {
        return signedIn(request -> {
            if (!request.principal().may(scope)) {
                throw ApiException.permissionDenied("This credential lacks the scope " + scope.text() + ".");
            }
            return handler.handle(request);
        });
    }

    /** For callers with any valid credential. */
    public Handler<RoutingContext> signedIn(ApiHandler handler) {
        return context -> run(context, request -> handler.handle(request.from(authenticate(request))));
    }

    /** For everybody. */
    public Handler<RoutingContext> open(ApiHandler handler) {
        return context -> run(context, handler);
    }

    private Principal authenticate(ApiRequest request) {
        try {
            return authenticator.authenticate(
                    request.headers().get("Authorization"), request.headers().get("X-API-Key"));
        } catch (AuthenticationException refused) {
            throw ApiException.unauthenticated(refused);
        }
    }

    private void run(RoutingContext context, ApiHandler handler) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        ApiRequest request = new ApiRequest(
                RequestIds.of(context),
                addresses.of(context.request()),
                /* caller= */ null,
                context.pathParams(),
                context.queryParams(),
                context.request().headers(),
                body == null ? Buffer.buffer() : body,
                () -> urls.resolve(context.request()));
        calls.call(() -> handler.handle(request))
                .onSuccess(answer -> JsonAnswers.send(context.response(), answer))
                .onFailure(context::fail);
    }
}
