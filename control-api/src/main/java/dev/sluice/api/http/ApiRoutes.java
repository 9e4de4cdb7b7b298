package dev.sluice.api.http;

import dev.sluice.api.contract.Contract;
import dev.sluice.identity.Authenticator;
import dev.sluice.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Turns {@link ApiHandler}s into router handlers: lets the request in, runs it on a virtual thread, sends the answer.
 */
public final class ApiRoutes {
    private static final int USUAL_COST = 1;

    private final VirtualCalls calls;
    private final VirtualCalls streams;
    private final Admission admission;
    private final UrlResolver urls;
    private final ClientAddress addresses;
    private final RequestCheck check;

    /** @param streams for requests that last as long as their body */
    public ApiRoutes(
            VirtualCalls calls,
            VirtualCalls streams,
            Admission admission,
            UrlResolver urls,
            ClientAddress addresses,
            Contract contract) {
        this.calls = calls;
        this.streams = streams;
        this.admission = admission;
        this.urls = urls;
        this.addresses = addresses;
        this.check = new RequestCheck(contract);
    }

    /** For what is neither an open nor an admitted request, such as an upgraded connection. */
    public VirtualCalls calls() {
        return calls;
    }

    public Authenticator authenticator() {
        return admission.authenticator();
    }

    /** For callers whose credential has the scope. */
    public Handler<RoutingContext> needing(Scope scope, ApiHandler handler) {
        return needing(scope, USUAL_COST, handler);
    }

    /** @param cost how many usual requests this one is worth to the limits of the caller's tier */
    public Handler<RoutingContext> needing(Scope scope, int cost, ApiHandler handler) {
        return admitted(cost, request -> {
            requireScope(request, scope);
            return checked(handler).handle(request);
        });
    }

    /**
     * For callers whose credential has the scope, with the body as it comes: nothing of it is read before they are let
     * in. To be mounted with {@link Route#streaming}.
     */
    public Handler<RoutingContext> streaming(Scope scope, StreamHandler handler) {
        return context -> {
            RequestTimeout.lift(context);
            BodyStream body = BodyStream.of(context.request(), context.vertx().getOrCreateContext());
            ApiHandler scoped = request -> {
                requireScope(request, scope);
                return handler.handle(check.checkedQuery(request), body);
            };
            ApiRequest request = request(context);
            AnswerHeaders headers = new AnswerHeaders();
            streams.call(() -> admission.signedIn(request, USUAL_COST, headers.map(), scoped))
                    .onComplete(ended -> {
                        headers.putOn(context.response());
                        if (body.isExpected() && !body.hasEnded()) {
                            UnreadBody.closeAfterAnswer(context);
                        }
                    })
                    .onSuccess(answer -> JsonAnswers.send(context.response(), answer))
                    .onFailure(context::fail);
        };
    }

    private static void requireScope(ApiRequest request, Scope scope) {
        if (!request.principal().may(scope)) {
            throw ApiException.permissionDenied("This credential lacks the scope " + scope.text() + ".");
        }
    }

    /** For callers with any valid credential. */
    public Handler<RoutingContext> signedIn(ApiHandler handler) {
        return admitted(USUAL_COST, checked(handler));
    }

    private Handler<RoutingContext> admitted(int cost, ApiHandler handler) {
        return context -> run(context, (request, headers) -> admission.signedIn(request, cost, headers, handler));
    }

    /** For everybody, limited by address. */
    public Handler<RoutingContext> open(ApiHandler handler) {
        return context ->
                run(context, (request, headers) -> admission.open(request, USUAL_COST, headers, checked(handler)));
    }

    /** For everybody whom the gate lets pass, before anything else is said about the request. */
    public Handler<RoutingContext> open(Gate gate, ApiHandler handler) {
        ApiHandler guarded = request -> {
            gate.pass(request);
            return checked(handler).handle(request);
        };
        return context -> run(context, (request, headers) -> admission.open(request, USUAL_COST, headers, guarded));
    }

    /** For everybody and without limit: what pages and monitors ask for again and again. */
    public Handler<RoutingContext> unlimited(ApiHandler handler) {
        return context -> run(context, (request, headers) -> checked(handler).handle(request));
    }

    private ApiHandler checked(ApiHandler handler) {
        return request -> handler.handle(check.checked(request));
    }

    /** Asks for a credential that is no usual one. */
    @FunctionalInterface
    public interface Gate {
        /** @throws Exception as a handler does */
        void pass(ApiRequest request) throws Exception;
    }

    /** What is done with a request; may add headers to the answer, also when it throws. */
    @FunctionalInterface
    private interface Work {
        ApiResponse run(ApiRequest request, Map<String, String> headers) throws Exception;
    }

    private void run(RoutingContext context, Work work) {
        ApiRequest request = request(context);
        AnswerHeaders headers = new AnswerHeaders();
        calls.call(() -> work.run(request, headers.map()))
                .onComplete(ended -> headers.putOn(context.response()))
                .onSuccess(answer -> JsonAnswers.send(context.response(), answer))
                .onFailure(context::fail);
    }

    private ApiRequest request(RoutingContext context) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        return new ApiRequest(
                RequestIds.of(context.response()),
                context.request().method().name() + " " + RouteTable.templateOf(context),
                context.request().path(),
                addresses.of(context.request()),
                /* caller= */ null,
                context.pathParams(),
                context.queryParams(),
                context.request().headers(),
                body == null ? Buffer.buffer() : body,
                new JsonObject(),
                new JsonObject(),
                () -> urls.resolve(context.request()));
    }
}
