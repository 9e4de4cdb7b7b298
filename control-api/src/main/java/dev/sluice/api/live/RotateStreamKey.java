package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.control.StreamControl;
import io.vertx.core.json.JsonObject;

/** {@code POST /live-streaming/{stream_id}/stream-key:rotate}: the old key publishes no more from now on. */
public final class RotateStreamKey implements ApiHandler {
    private final StreamControl streams;

    public RotateStreamKey(StreamControl streams) {
        this.streams = streams;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        CreatedStream changed = streams.rotateKey(Callers.viewpoint(request), StreamJson.idOf(request))
                .orElseThrow(StreamJson::notFound);
        return ApiResponse.ok(new JsonObject()
                .put("id", changed.stream().id().toString())
                .put("stream_key", changed.streamKey())
                .put("rtmp_url", request.urls().rtmp()));
    }
}
