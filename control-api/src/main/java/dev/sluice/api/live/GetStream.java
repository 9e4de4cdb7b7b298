package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.ViewerStats;
import io.vertx.core.json.JsonObject;

/** {@code GET /live-streaming/{stream_id}}. */
public final class GetStream implements ApiHandler {
    private final StreamControl streams;
    private final ViewerStats viewers;
    private final StreamChat chat;
    private final PlaybackPasses passes;

    public GetStream(StreamControl streams, ViewerStats viewers, StreamChat chat, PlaybackPasses passes) {
        this.streams = streams;
        this.viewers = viewers;
        this.chat = chat;
        this.passes = passes;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamId id = StreamJson.idOf(request);
        StreamRecord stream = streams.find(Callers.viewpoint(request), id).orElseThrow(StreamJson::notFound);
        JsonObject json = StreamJson.described(stream)
                .put("viewer_count", viewers.current(id))
                .put("chat_enabled", chat.isEnabled(stream));
        return ApiResponse.ok(StreamJson.withUrls(json, stream, request.urls(), passes))
                .with(StreamJson.etag(stream));
    }
}
