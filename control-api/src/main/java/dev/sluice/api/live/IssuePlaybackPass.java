package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.http.PublicUrls;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.control.NotYoursException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Viewpoint;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** {@code POST /live-streaming/{stream_id}/playback-passes}: URLs for one viewer of a private stream. */
public final class IssuePlaybackPass implements ApiHandler {
    private final StreamControl streams;
    private final PlaybackPasses passes;

    public IssuePlaybackPass(StreamControl streams, PlaybackPasses passes) {
        this.streams = streams;
        this.passes = passes;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamId id = StreamJson.idOf(request);
        Viewpoint viewpoint = Callers.viewpoint(request);
        StreamRecord stream = streams.find(viewpoint, id).orElseThrow(StreamJson::notFound);
        if (!viewpoint.manages(stream.owner())) {
            throw new NotYoursException();
        }
        PlaybackPasses.Pass pass = passes.issue(id.value(), lifetime(request));
        PublicUrls urls = request.urls();
        return ApiResponse.created(new JsonObject()
                .put("token", pass.text())
                .put("expires_at", Timestamps.seconds(pass.expiresAt()))
                .put("hls_url", urls.hls(id, pass.text()))
                .put("dash_url", urls.dash(id, pass.text()))
                .put("watch_url", urls.watch(id, pass.text())));
    }

    private static Duration lifetime(ApiRequest request) {
        int defaultSeconds = Math.toIntExact(PlaybackPasses.DEFAULT_LIFETIME.toSeconds());
        return Duration.ofSeconds(Fields.of(request).number("expires_in", defaultSeconds));
    }
}
