package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonObject;

/** {@code POST /live-streaming/create}: the only answer but that of a rotation that holds the stream key. */
public final class CreateStream implements ApiHandler {
    private final StreamControl streams;
    private final PlaybackPasses passes;

    public CreateStream(StreamControl streams, PlaybackPasses passes) {
        this.streams = streams;
        this.passes = passes;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamDetails details = DetailsReader.read(request, StreamDetails.titled("", Visibility.PUBLIC));
        CreatedStream created = streams.create(Callers.owner(request), details);
        StreamRecord stream = created.stream();
        JsonObject json = StreamJson.described(stream)
                .put("stream_key", created.streamKey())
                .put("rtmp_url", request.urls().rtmp());
        return ApiResponse.created(StreamJson.withUrls(json, stream, request.urls(), passes))
                .with(StreamJson.etag(stream));
    }
}
