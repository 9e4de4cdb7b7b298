package dev.sluice.api.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * Turns {@link ApiHandler}s into router handlers: admits the request, runs it on a virtual thread, sends the answer.
 */
public final class ApiRoutes {
    private final VirtualCalls calls;
    private final ApiKeyGuard guard;
    private final UrlResolver urls;

    public ApiRoutes(VirtualCalls calls, ApiKeyGuard guard, UrlResolver urls) {
        this.calls = calls;
        this.guard = guard;
        this.urls = urls;
    }

    /** For clients with an API key. */
    public Handler<RoutingContext> keyed(ApiHandler handler) {
        return context -> run(context, request -> {
            guard.admit(context.request().getHeader("X-API-Key"));
            return handler.handle(request);
        });
    }

    /** For everybody. */
    public Handler<RoutingContext> open(ApiHandler handler) {
        return context -> run(context, handler);
    }

    private void run(RoutingContext context, ApiHandler handler) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        ApiRequest request = new ApiRequest(
                context.pathParams(),
                context.queryParams(),
                context.request().getHeader("Content-Type"),
                body == null ? Buffer.buffer() : body,
                () -> urls.resolve(context.request()));
        calls.call(() -> handler.handle(request))
                .onSuccess(answer -> JsonAnswers.send(context.response(), answer.status(), answer.body()))
                .onFailure(context::fail);
    }
}
