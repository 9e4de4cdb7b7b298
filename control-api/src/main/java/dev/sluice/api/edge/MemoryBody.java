package dev.sluice.api.edge;

import dev.sluice.media.io.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A file in memory. Its payloads are wrapped, not copied, and written in slices as the socket takes them, so a slow
 * client holds a reference to the shared bytes and one slice in the socket's buffers.
 */
record MemoryBody(List<Payload> pieces) implements EdgeBody {
    static final int SLICE_BYTES = 128 * 1024;

    @Override
    public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
        Cursor cursor = new Cursor(pieces, offsetBytes, lengthBytes);
        if (lengthBytes <= SLICE_BYTES) {
            return response.end(cursor.all());
        }
        Promise<Void> done = Promise.promise();
        response.exceptionHandler(done::tryFail);
        response.setWriteQueueMaxSize(2 * SLICE_BYTES);
        pump(response, cursor, done);
        return done.future();
    }

    private static void pump(HttpServerResponse response, Cursor cursor, Promise<Void> done) {
        while (cursor.hasMore()) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pump(response, cursor, done));
                return;
            }
            Buffer slice = cursor.next();
            if (cursor.hasMore()) {
                response.write(slice);
            } else {
                response.end(slice).onComplete(done);
            }
        }
    }

    /** Walks over a byte range of the pieces. */
    private static final class Cursor {
        private final List<Payload> pieces;
        private long remainingBytes;
        private int piece;
        private int position;

        Cursor(List<Payload> pieces, long offsetBytes, long lengthBytes) {
            this.pieces = pieces;
            this.remainingBytes = lengthBytes;
            long skip = offsetBytes;
            while (piece < pieces.size() && skip >= pieces.get(piece).sizeBytes()) {
                skip -= pieces.get(piece).sizeBytes();
                piece++;
            }
            position = (int) skip;
        }

        boolean hasMore() {
            return remainingBytes > 0;
        }

        Buffer next() {
            return BufferInternal.buffer(nextSlice());
        }

        Buffer all() {
            if (remainingBytes == 0) {
                return Buffer.buffer();
            }
            ByteBuf first = nextSlice();
            if (remainingBytes == 0) {
                return BufferInternal.buffer(first);
            }
            ByteBuf joined = Unpooled.buffer((int) (first.readableBytes() + remainingBytes));
            joined.writeBytes(first);
            while (remainingBytes > 0) {
                joined.writeBytes(nextSlice());
            }
            return BufferInternal.buffer(joined);
        }

        private ByteBuf nextSlice() {
            Payload payload = pieces.get(piece);
            while (position == payload.sizeBytes()) {
                piece++;
                position = 0;
                payload = pieces.get(piece);
            }
            int available = payload.sizeBytes() - position;
            int length = (int) Math.min(Math.min(available, SLICE_BYTES), remainingBytes);
            ByteBuffer view = payload.buffer().slice(position, length);
            position += length;
            remainingBytes -= length;
            return Unpooled.wrappedBuffer(view);
        }
    }
}
