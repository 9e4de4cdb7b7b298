package dev.sluice.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives every API request an id: the client's own {@code X-Request-Id} when it is fit for logs, else a new one. */
public final class RequestIds {
    private static final String HEADER = "X-Request-Id";
    private static final String CONTEXT_KEY = "sluice.requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int RANDOM_BYTES = 6;
    private static final SecureRandom random = new SecureRandom();

    private RequestIds() {}

    /** Marks the request and echoes the id; a handler at the head of the router. */
    public static void assign(RoutingContext context) {
        context.put(CONTEXT_KEY, assign(context.request()));
        context.next();
    }

    /** Echoes the id of a request that no router has seen, and returns it. */
    public static String assign(HttpServerRequest request) {
        String id = accept(request.getHeader(HEADER));
        request.response().putHeader(HEADER, id);
        return id;
    }

    /** The id of a request, also when it failed before it was marked. */
    public static String of(RoutingContext context) {
        String id = context.get(CONTEXT_KEY);
        return id == null ? generate() : id;
    }

    static String accept(@Nullable String sent) {
        return sent != null && ACCEPTED.matcher(sent).matches() ? sent : generate();
    }

    /** A new id, {@code req_} and twelve hex digits. */
    public static String generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return "req_" + HexFormat.of().formatHex(bytes);
    }
}
