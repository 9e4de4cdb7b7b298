package dev.sluice.api.edge;

import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.port.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;

/** A file in the object store. */
record StoreBody(ObjectStore store, VirtualCalls calls, String key) implements EdgeBody {
    @Override
    public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
        return SliceSending.send(response, this::slice, offsetBytes, lengthBytes);
    }

    private Future<ByteBuffer> slice(long offsetBytes, long wantedBytes) {
        int bytes = (int) Math.min(SliceSending.SLICE_BYTES, wantedBytes);
        return calls.call(
                () -> SliceSending.read(store, key, offsetBytes, bytes).buffer());
    }
}
