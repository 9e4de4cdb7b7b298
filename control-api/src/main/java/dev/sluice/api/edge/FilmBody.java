package dev.sluice.api.edge;

import dev.sluice.api.http.RequestIds;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.asset.Film;
import dev.sluice.engine.asset.Film.Part;
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
import java.util.Arrays;

/** A {@link Film}, read a slice at a time, the next one when the client has taken the last. */
final class FilmBody implements EdgeBody {
    private final Film film;
    private final ObjectStore store;
    private final VirtualCalls calls;
    /** Of each part in the film, and of its end. */
    private final long[] starts;

    FilmBody(Film film, ObjectStore store, VirtualCalls calls) {
        this.film = film;
        this.store = store;
        this.calls = calls;
        this.starts = new long[film.parts().size() + 1];
        starts[0] = film.header().sizeBytes();
        for (int i = 0; i < film.parts().size(); i++) {
            starts[i + 1] = starts[i] + film.parts().get(i).sizeBytes();
        }
    }

    @Override
    public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
        if (lengthBytes == 0) {
            return response.end();
        }
        return slice(offsetBytes, lengthBytes).compose(slice -> {
            Buffer buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(slice));
            int sent = slice.remaining();
            if (sent == lengthBytes) {
                return response.end(buffer);
            }
            Promise<Void> rest = Promise.promise();
            response.write(buffer)
                    .onSuccess(written -> RequestIds.traceOf(response)
                            .during(() -> send(response, offsetBytes + sent, lengthBytes - sent)
                                    .onComplete(rest)))
                    .onFailure(rest::fail);
            return rest.future();
        });
    }

    /** The bytes from there to the end of the header or the part in which they are, and no more than a slice. */
    private Future<ByteBuffer> slice(long offsetBytes, long wantedBytes) {
        if (offsetBytes < starts[0]) {
            int bytes = (int) Math.min(starts[0] - offsetBytes, wantedBytes);
            return Future.succeededFuture(film.header().buffer().slice((int) offsetBytes, bytes));
        }
        int found = Arrays.binarySearch(starts, offsetBytes);
        int index = found >= 0 ? found : -found - 2;
        Part part = film.parts().get(index);
        int within = (int) (offsetBytes - starts[index]);
        int bytes = (int) Math.min(Math.min(part.sizeBytes() - within, wantedBytes), StoreBody.SLICE_BYTES);
        return calls.call(() -> read(part, within, bytes));
    }

    private ByteBuffer read(Part part, int within, int wantedBytes) throws ObjectStoreException, EOFException {
        Payload slice = store.read(part.key(), part.offsetBytes() + within, wantedBytes)
                .orElseThrow(() -> new EOFException("object went away while it was sent: " + part.key()));
        if (slice.sizeBytes() != wantedBytes) {
            throw new EOFException("object is shorter than it said: " + part.key());
        }
        return numbered(slice, part, within);
    }

    /** With the part's number where the slice holds some of it. */
    private static ByteBuffer numbered(Payload slice, Part part, int within) {
        int from = Math.max(part.numberOffset() - within, 0);
        int to = Math.min(part.numberOffset() + Integer.BYTES - within, slice.sizeBytes());
        if (from >= to) {
            return slice.buffer();
        }
        byte[] bytes = slice.toByteArray();
        for (int i = from; i < to; i++) {
            int shift = Byte.SIZE * (part.numberOffset() + Integer.BYTES - 1 - within - i);
            bytes[i] = (byte) (part.number() >>> shift);
        }
        return ByteBuffer.wrap(bytes);
    }
}
