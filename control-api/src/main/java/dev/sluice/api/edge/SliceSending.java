package dev.sluice.api.edge;

import dev.sluice.api.http.RequestIds;
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
import java.nio.ByteBuffer;

/** Sends bytes that are read a slice at a time, the next one when the client has taken the last. */
final class SliceSending {
    static final int SLICE_BYTES = 512 * 1024;

    private SliceSending() {}

    /** Where slices come from. */
    @FunctionalInterface
    interface Source {
        /** @return one byte or more, but no more than are wanted; should be {@link #SLICE_BYTES} at most */
        Future<ByteBuffer> slice(long offsetBytes, long wantedBytes);
    }

    /** As {@link EdgeBody#send}. */
    static Future<Void> send(HttpServerResponse response, Source source, long offsetBytes, long lengthBytes) {
        if (lengthBytes == 0) {
            return response.end();
        }
        return source.slice(offsetBytes, lengthBytes).compose(slice -> {
            Buffer buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(slice));
            int sent = slice.remaining();
            if (sent == lengthBytes) {
                return response.end(buffer);
            }
            Promise<Void> rest = Promise.promise();
            response.write(buffer)
                    .onSuccess(written -> RequestIds.traceOf(response)
                            .during(() -> send(response, source, offsetBytes + sent, lengthBytes - sent)
                                    .onComplete(rest)))
                    .onFailure(rest::fail);
            return rest.future();
        });
    }

    /** All that is wanted of an object. Blocks. */
    static Payload read(ObjectStore store, String key, long offsetBytes, int wantedBytes)
            throws ObjectStoreException, EOFException {
        Payload slice = store.read(key, offsetBytes, wantedBytes)
                .orElseThrow(() -> new EOFException("object went away while it was sent: " + key));
        if (slice.sizeBytes() != wantedBytes) {
            throw new EOFException("object is shorter than it said: " + key);
        }
        return slice;
    }
}
