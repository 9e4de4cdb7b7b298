package dev.sluice.api.edge;

import dev.sluice.api.http.RequestIds;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.EOFException;
import java.io.IOException;

/** A file in the object store, read a slice at a time, the next one when the client has taken the last. */
record StoreBody(ObjectStore store, VirtualCalls calls, String key) implements EdgeBody {
    static final int SLICE_BYTES = 512 * 1024;

    @Override
    public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
        if (lengthBytes == 0) {
            return response.end();
        }
        int wanted = (int) Math.min(SLICE_BYTES, lengthBytes);
        return calls.call(() -> read(offsetBytes, wanted)).compose(slice -> {
            Buffer buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(slice.buffer()));
            if (wanted == lengthBytes) {
                return response.end(buffer);
            }
            Promise<Void> rest = Promise.promise();
            response.write(buffer)
                    .onSuccess(written -> RequestIds.traceOf(response)
                            .during(() -> send(response, offsetBytes + wanted, lengthBytes - wanted)
                                    .onComplete(rest)))
                    .onFailure(rest::fail);
            return rest.future();
        });
    }

    private Payload read(long offsetBytes, int wantedBytes) throws ObjectStoreException, IOException {
        Payload slice = store.read(key, offsetBytes, wantedBytes)
                .orElseThrow(() -> new EOFException("object went away while it was sent: " + key));
        if (slice.sizeBytes() != wantedBytes) {
            throw new EOFException("object is shorter than it said: " + key);
        }
        return slice;
    }
}
