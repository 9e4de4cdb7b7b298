package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.ViewerStats;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** {@code GET /live-streaming/{stream_id}/stats}: what the engine knows of a stream right now. */
public final class StreamStats implements ApiHandler {
    private final StreamControl streams;
    private final ViewerStats viewers;

    public StreamStats(StreamControl streams, ViewerStats viewers) {
        this.streams = streams;
        this.viewers = viewers;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamId id = StreamJson.idOf(request);
        StreamRecord stream = streams.find(Callers.viewpoint(request), id).orElseThrow(StreamJson::notFound);
        Optional<StreamFigures> figures = streams.figures(id);
        JsonObject body = new JsonObject()
                .put("stream_id", id.toString())
                .put("status", StreamJson.name(stream.status()))
                .put("viewers", viewers(id));
        return ApiResponse.ok(
                body.mergeIn(FiguresJson.of(figures.orElse(FiguresJson.NOT_CARRIED), figures.isPresent())));
    }

    private JsonObject viewers(StreamId id) {
        return new JsonObject()
                .put("current", viewers.current(id))
                .put("peak", viewers.peak(id))
                .put("total", viewers.total(id));
    }
}
