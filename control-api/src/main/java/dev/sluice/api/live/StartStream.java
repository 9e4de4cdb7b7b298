package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.ViewerStats;
import io.vertx.core.json.JsonObject;

/** {@code POST /live-streaming/{stream_id}/start}. */
public final class StartStream implements ApiHandler {
    private final StreamControl streams;
    private final ViewerStats viewers;

    public StartStream(StreamControl streams, ViewerStats viewers) {
        this.streams = streams;
        this.viewers = viewers;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws StreamConflictException {
        StreamId id = StreamJson.idOf(request);
        StreamRecord stream = streams.start(Callers.viewpoint(request), id).orElseThrow(StreamJson::notFound);
        return ApiResponse.ok(new JsonObject()
                .put("id", id.toString())
                .put("status", StreamJson.name(stream.status()))
                .put("started_at", Timestamps.seconds(stream.startedAt()))
                .put("viewer_count", viewers.current(id)));
    }
}
