package dev.sluice.api.ws;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.LogTrace;
import dev.sluice.api.http.RequestIds;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.identity.Authenticator;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /ws}: makes a socket of a request. Runs on the event loop. */
public final class SocketHandshake implements Handler<RoutingContext> {
    public static final String PATH = "/ws";
    private static final int MAX_DIGITS = 18;

    private final SocketHub hub;
    private final SocketServices services;
    private final VirtualCalls calls;
    private final Authenticator authenticator;
    private final CorsPolicy origins;

    SocketHandshake(SocketHub hub, SocketServices services, VirtualCalls calls, Authenticator authenticator) {
        this.hub = hub;
        this.services = services;
        this.calls = calls;
        this.authenticator = authenticator;
        this.origins = new CorsPolicy(services.settings().origins());
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.canUpgradeToWebSocket()) {
            request.response().putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
            throw ApiException.upgradeRequired("WebSocket");
        }
        if (!origins.admits(request.getHeader("Origin"))) {
            throw ApiException.permissionDenied("Pages of this origin may not connect.");
        }
        Long since = since(context.queryParams().get("since"));
        Credential credential = credential(request, context.queryParams().get("token"));
        if (!hub.admit()) {
            throw ApiException.unavailable("Too many sockets are open.");
        }
        LogTrace trace = RequestIds.traceOf(request.response());
        Context loop = context.vertx().getOrCreateContext();
        request.toWebSocket()
                .onSuccess(socket -> {
                    SocketWork work = new SocketWork(services, since);
                    new SocketSession(socket, loop, hub, work, calls, authenticator, services.settings())
                            .begin(credential, trace);
                })
                .onFailure(refused -> {
                    hub.unadmit();
                    context.fail(400);
                });
    }

    private static @Nullable Credential credential(HttpServerRequest request, @Nullable String token) {
        String authorization = request.getHeader("Authorization");
        String apiKey = request.getHeader("X-API-Key");
        if (authorization != null || apiKey != null) {
            return new Credential(authorization, apiKey);
        }
        return token == null || token.length() > Credential.MAX_TOKEN_LENGTH ? null : Credential.ofToken(token);
    }

    private static @Nullable Long since(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw ApiException.invalidRequest(
                    "A query parameter is not valid.", Map.of("since", "Must be the sequence of an event."));
        }
        return Long.valueOf(text);
    }
}
