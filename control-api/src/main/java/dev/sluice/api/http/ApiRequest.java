package dev.sluice.api.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a handler needs to know of a request.
 *
 * @param pathParameters decoded, unchecked
 * @param query decoded, unchecked
 * @param contentType of the body, null when not said
 * @param body the whole body, empty when there is none
 * @param urlSource see {@link #urls()}
 */
public record ApiRequest(
        Map<String, String> pathParameters,
        MultiMap query,
        @Nullable String contentType,
        Buffer body,
        Supplier<PublicUrls> urlSource) {
    /**
     * The server's addresses as this client sees them.
     *
     * @throws ApiException 400 when the request names no valid host
     */
    public PublicUrls urls() {
        return urlSource.get();
    }
}
