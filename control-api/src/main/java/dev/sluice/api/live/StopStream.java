package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import io.vertx.core.json.JsonObject;

/** {@code POST /live-streaming/{stream_id}/stop}. */
public final class StopStream implements ApiHandler {
    private final StreamControl streams;

    public StopStream(StreamControl streams) {
        this.streams = streams;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws StreamConflictException {
        StreamId id = StreamJson.idOf(request);
        StreamRecord stream = streams.stop(Callers.viewpoint(request), id).orElseThrow(StreamJson::notFound);
        return ApiResponse.ok(new JsonObject()
                .put("id", id.toString())
                .put("status", StreamJson.name(stream.status()))
                .put("ended_at", Timestamps.seconds(stream.endedAt()))
                .put("duration", StreamJson.durationSeconds(stream))
                .put("peak_viewers", stream.peakViewers())
                .put("total_views", stream.totalViews()));
    }
}
