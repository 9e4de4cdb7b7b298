package dev.sluice.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** The address of the client behind a request: the connection's own, or what a trusted proxy forwarded. */
public final class ClientAddress {
    private static final int MAX_LENGTH = 64;

    private final boolean trustForwardedHeaders;

    public ClientAddress(boolean trustForwardedHeaders) {
        this.trustForwardedHeaders = trustForwardedHeaders;
    }

    /** Without the port; empty when unknown. With a trusted proxy the text is that proxy's word. */
    public String of(HttpServerRequest request) {
        String forwarded = trustForwardedHeaders ? request.getHeader("X-Forwarded-For") : null;
        if (forwarded != null) {
            int comma = forwarded.indexOf(',');
            String first = (comma < 0 ? forwarded : forwarded.substring(0, comma)).strip();
            return first.length() <= MAX_LENGTH ? first : first.substring(0, MAX_LENGTH);
        }
        SocketAddress remote = request.remoteAddress();
        String host = remote == null ? null : remote.hostAddress();
        return host == null ? "" : host;
    }
}
