package dev.sluice.api.live;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.control.StreamControl;

/** {@code DELETE /live-streaming/{stream_id}}, with its media. */
public final class DeleteStream implements ApiHandler {
    private final StreamControl streams;

    public DeleteStream(StreamControl streams) {
        this.streams = streams;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws StreamConflictException {
        if (!streams.delete(Callers.viewpoint(request), StreamJson.idOf(request))) {
            throw StreamJson.notFound();
        }
        return ApiResponse.noContent();
    }
}
