package dev.sluice.api.live;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.engine.live.StreamId;
import java.util.Locale;

/** The words of the live-streaming resource. */
final class StreamJson {
    private static final int ID_LENGTH = 36;

    private StreamJson() {}

    /** An enum constant as the API writes it. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws ApiException 404 when the path names no possible stream */
    static StreamId idOf(ApiRequest request) {
        String text = request.pathParameters().get("stream_id");
        if (text == null || text.length() != ID_LENGTH) {
            throw notFound();
        }
        try {
            return StreamId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    static ApiException notFound() {
        return ApiException.notFound("Stream");
    }
}
