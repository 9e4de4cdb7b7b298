package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.EntityTag;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.StreamRecord;

/**
 * {@code PATCH /live-streaming/{stream_id}}: a JSON Merge Patch (RFC 7396) of what the platform says of the stream, but
 * for the metadata, which is replaced as a whole.
 */
public final class UpdateStream implements ApiHandler {
    private final StreamControl streams;

    public UpdateStream(StreamControl streams) {
        this.streams = streams;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws StreamConflictException {
        StreamRecord stream = streams.update(
                        Callers.viewpoint(request),
                        StreamJson.idOf(request),
                        old -> DetailsReader.read(request, old),
                        EntityTag.ifMatch(request))
                .orElseThrow(StreamJson::notFound);
        return ApiResponse.ok(StreamJson.described(stream)).with(StreamJson.etag(stream));
    }
}
