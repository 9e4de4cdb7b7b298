package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.JsonBody;
import dev.sluice.api.http.PublicUrls;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.StreamRecord;
import io.vertx.core.json.JsonObject;

/** {@code POST /live-streaming/create}: the only answer that ever holds the stream key. */
public final class CreateStream implements ApiHandler {
    private final StreamControl streams;

    public CreateStream(StreamControl streams) {
        this.streams = streams;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        JsonObject body = JsonBody.read(request.contentType(), request.body());
        CreatedStream created = streams.create(DraftReader.read(body));
        StreamRecord stream = created.stream();
        PublicUrls urls = request.urls();
        return ApiResponse.created(new JsonObject()
                .put("id", stream.id().toString())
                .put("title", stream.title())
                .put("stream_key", created.streamKey())
                .put("rtmp_url", urls.rtmp())
                .put("hls_url", urls.hls(stream.id()))
                .put("dash_url", urls.dash(stream.id()))
                .put("webrtc_url", urls.whep(stream.id()))
                .put("watch_url", urls.watch(stream.id()))
                .put("status", StreamJson.name(stream.status()))
                .put("created_at", Timestamps.seconds(stream.createdAt())));
    }
}
