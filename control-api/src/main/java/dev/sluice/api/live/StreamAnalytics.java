package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.NotYoursException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.engine.port.Viewpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * {@code GET /live-streaming/{stream_id}/analytics}: what was measured. A live stream's views and peak include those of
 * the run that goes on; the retention curve is that of the latest run.
 */
public final class StreamAnalytics implements ApiHandler {
    private static final int MAX_CURVE_POINTS = 500;
    private static final double HUNDREDTHS = 100.0;

    private final StreamControl streams;
    private final ViewerStats viewers;
    private final StreamChat chat;

    public StreamAnalytics(StreamControl streams, ViewerStats viewers, StreamChat chat) {
        this.streams = streams;
        this.viewers = viewers;
        this.chat = chat;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamId id = StreamJson.idOf(request);
        Viewpoint viewpoint = Callers.viewpoint(request);
        StreamRecord stream = streams.find(viewpoint, id).orElseThrow(StreamJson::notFound);
        if (!viewpoint.manages(stream.owner())) {
            throw new NotYoursException();
        }
        boolean live = stream.status() == StreamStatus.LIVE;
        long views = stream.totalViews() + streams.uncountedViews(id);
        long peak = live ? Math.max(stream.peakViewers(), viewers.peak(id)) : stream.peakViewers();
        JsonArray retention = new JsonArray();
        for (AudienceSample sample : streams.audience(id, MAX_CURVE_POINTS)) {
            retention.add(new JsonObject().put("time", sample.offsetSeconds()).put("viewers", sample.viewers()));
        }
        return ApiResponse.ok(new JsonObject()
                .put("stream_id", id.toString())
                .put("total_views", views)
                .put("peak_viewers", peak)
                .put("average_watch_time", views == 0 ? 0 : stream.watchSeconds() / views)
                .put("engagement_rate", engagement(chat.participants(id), views))
                .put("chat_messages", chat.messages(id))
                .put("viewer_retention", retention));
    }

    /** The share of views whose people wrote or reacted, from 0 to 1. */
    private static double engagement(long participants, long views) {
        if (views == 0) {
            return 0;
        }
        return Math.min(1, Math.round(HUNDREDTHS * participants / views) / HUNDREDTHS);
    }
}
