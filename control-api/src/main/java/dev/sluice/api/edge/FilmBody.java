package dev.sluice.api.edge;

import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.asset.Film;
import dev.sluice.engine.asset.Film.Part;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A {@link Film}, put together as it is sent. */
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
        return SliceSending.send(response, this::slice, offsetBytes, lengthBytes);
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
        int bytes = (int) Math.min(Math.min(part.sizeBytes() - within, wantedBytes), SliceSending.SLICE_BYTES);
        return calls.call(() -> read(part, within, bytes));
    }

    private ByteBuffer read(Part part, int within, int wantedBytes) throws ObjectStoreException, EOFException {
        Payload slice = SliceSending.read(store, part.key(), part.offsetBytes() + within, wantedBytes);
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
