package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.PublicUrls;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.ViewerStats;
import io.vertx.core.json.JsonObject;

/** {@code GET /live-streaming/{stream_id}}. */
public final class GetStream implements ApiHandler {
    /** No chat is built into this server. */
    private static final boolean CHAT_ENABLED = false;

    private final StreamControl streams;
    private final ViewerStats viewers;

    public GetStream(StreamControl streams, ViewerStats viewers) {
        this.streams = streams;
        this.viewers = viewers;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamId id = StreamJson.idOf(request);
        StreamRecord stream = streams.find(id).orElseThrow(StreamJson::notFound);
        PublicUrls urls = request.urls();
        return ApiResponse.ok(new JsonObject()
                .put("id", id.toString())
                .put("title", stream.title())
                .put("status", StreamJson.name(stream.status()))
                .put("viewer_count", viewers.current(id))
                .put("hls_url", urls.hls(id))
                .put("dash_url", urls.dash(id))
                .put("watch_url", urls.watch(id))
                .put("chat_enabled", CHAT_ENABLED)
                .put("started_at", Timestamps.seconds(stream.startedAt())));
    }
}
