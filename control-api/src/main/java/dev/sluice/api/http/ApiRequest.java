package dev.sluice.api.http;

import dev.sluice.identity.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a handler needs to know of a request.
 *
 * @param id as answers and logs name it
 * @param operation method and template of the route, {@code POST /api/v1/webhooks}
 * @param path as it was sent
 * @param clientAddress without the port; empty when unknown
 * @param caller null on routes that are open to everybody
 * @param pathParameters decoded, unchecked
 * @param query decoded, unchecked
 * @param headers names without regard to case
 * @param body the whole body, empty when there is none
 * @param parameters those of the query that the document describes, of its types and with its defaults
 * @param fields of the body, as the document wants them; empty when there is none
 * @param urlSource see {@link #urls()}
 */
public record ApiRequest(
        String id,
        String operation,
        String path,
        String clientAddress,
        @Nullable Principal caller,
        Map<String, String> pathParameters,
        MultiMap query,
        MultiMap headers,
        Buffer body,
        JsonObject parameters,
        JsonObject fields,
        Supplier<PublicUrls> urlSource) {
    /**
     * The server's addresses as this client sees them.
     *
     * @throws ApiException 400 when the request names no valid host
     */
    public PublicUrls urls() {
        return urlSource.get();
    }

    /**
     * Who asks.
     *
     * @throws IllegalStateException on routes that are open to everybody
     */
    public Principal principal() {
        if (caller == null) {
            throw new IllegalStateException("this route is open, nobody was asked who they are");
        }
        return caller;
    }

    /** Whether it changes nothing. */
    boolean isRead() {
        return operation.startsWith("GET ") || operation.startsWith("HEAD ");
    }

    /** Of the body, null when not said. */
    public @Nullable String contentType() {
        return headers.get("Content-Type");
    }

    ApiRequest from(Principal principal) {
        return new ApiRequest(
                id,
                operation,
                path,
                clientAddress,
                principal,
                pathParameters,
                query,
                headers,
                body,
                parameters,
                fields,
                urlSource);
    }

    ApiRequest with(JsonObject checkedParameters, JsonObject checkedFields) {
        return new ApiRequest(
                id,
                operation,
                path,
                clientAddress,
                caller,
                pathParameters,
                query,
                headers,
                body,
                checkedParameters,
                checkedFields,
                urlSource);
    }
}
