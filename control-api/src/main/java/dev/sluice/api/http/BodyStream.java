package dev.sluice.api.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as it comes, from the event loop to one thread that may block. The connection is read no further
 * than {@value #WINDOW} buffers (of 64 KiB at most) ahead of the reader, so a slow store slows its client down and
 * nothing piles up. {@code Expect: 100-continue} is answered when the body is first asked for.
 */
public final class BodyStream {
    static final int WINDOW = 16;
    private static final int REFILL = WINDOW / 2;
    /** How long a client may send nothing while it is waited for. */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private static final Buffer END = Buffer.buffer();

    private final HttpServerRequest request;
    private final Context context;
    private final Duration idleTimeout;
    /** One more than what is asked for: the end. */
    private final BlockingQueue<Buffer> arrived = new ArrayBlockingQueue<>(WINDOW + 1);

    private volatile boolean failed;
    private volatile boolean ended;

    // Of the reading thread.
    private boolean begun;
    private boolean atEnd;
    private @Nullable Buffer current;
    private int position;
    private int taken;
    private long silentSinceNs;

    private BodyStream(HttpServerRequest request, Context context, Duration idleTimeout) {
        this.request = request;
        this.context = context;
        this.idleTimeout = idleTimeout;
    }

    /** Takes the body over. On the request's event loop, before anything of it was read. */
    static BodyStream of(HttpServerRequest request, Context context) {
        request.pause();
        BodyStream stream = new BodyStream(request, context, IDLE_TIMEOUT);
        request.exceptionHandler(cut -> stream.failed = true);
        request.handler(stream.arrived::add);
        request.endHandler(end -> {
            stream.ended = true;
            stream.arrived.add(END);
        });
        return stream;
    }

    /** As the client declares it; -1 when it does not. */
    public long declaredBytes() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException impossible) { // The server has refused it before.
            return -1;
        }
    }

    /** Whether the request has a body at all. */
    public boolean isExpected() {
        return declaredBytes() > 0 || request.headers().contains("Transfer-Encoding");
    }

    /**
     * Reads some bytes, waiting a while for the first.
     *
     * @return how many; 0 when none came in time, -1 at the end
     * @throws IOException when the client is gone, or silent for too long
     */
    public int read(byte[] target, int offset, int lengthBytes, Duration patience) throws IOException {
        begin();
        if (atEnd) {
            return -1;
        }
        Buffer from = current;
        if (from == null) {
            from = next(patience);
            if (from == null) {
                return 0;
            }
            if (from == END) {
                atEnd = true;
                return -1;
            }
        }
        int bytes = Math.min(lengthBytes, from.length() - position);
        from.getBytes(position, position + bytes, target, offset);
        position += bytes;
        boolean usedUp = position == from.length();
        current = usedUp ? null : from;
        position = usedUp ? 0 : position;
        return bytes;
    }

    /** Whether the whole body has come, read or not. */
    boolean hasEnded() {
        return ended;
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        silentSinceNs = System.nanoTime();
        context.runOnContext(v -> {
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                request.response().writeContinue();
            }
            request.fetch(WINDOW);
        });
    }

    private @Nullable Buffer next(Duration patience) throws IOException {
        try {
            Buffer next = arrived.poll();
            if (next == null) {
                if (failed) {
                    throw new IOException("the connection was closed within the body");
                }
                next = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (next == null) {
                if (System.nanoTime() - silentSinceNs > idleTimeout.toNanos()) {
                    throw new IOException("nothing came for " + idleTimeout.toSeconds() + " s");
                }
                return null;
            }
            silentSinceNs = System.nanoTime();
            taken++;
            if (taken == REFILL) {
                taken = 0;
                context.runOnContext(v -> request.fetch(REFILL));
            }
            return next;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is stopping");
        }
    }
}
