package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads many small ranges in a row, several at once, so that a store that takes long to answer does not make them slow.
 * Each is read once. Call order: {@code next* close}, by one thread; the reads are on virtual threads of its own.
 */
final class ReadAhead implements AutoCloseable {
    /** How many ranges are being read, or were read and not yet taken. */
    static final int MAX_AHEAD = 16;
    /** How large they are together, but for one that is larger alone. */
    static final int MAX_AHEAD_BYTES = 64 << 20;

    private record Begun(ObjectRange range, Future<Payload> bytes) {}

    private final ObjectStore objects;
    private final List<ObjectRange> ranges;
    private final Deque<Begun> ahead = new ArrayDeque<>();
    private final ExecutorService readers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("vod-read-ahead-", 0).factory());
    private int begun;
    private long aheadBytes;

    ReadAhead(ObjectStore objects, List<ObjectRange> ranges) {
        this.objects = objects;
        this.ranges = List.copyOf(ranges);
    }

    /**
     * The next range, in the order in which they were given.
     *
     * @throws IOException when the object is not there, or shorter than the range says
     * @throws CancellationException when the thread is interrupted
     * @throws java.util.NoSuchElementException when all were taken
     */
    Payload next() throws IOException, ObjectStoreException {
        begin();
        Begun first = ahead.remove();
        Payload bytes = await(first.bytes());
        aheadBytes -= first.range().sizeBytes();
        begin();
        return bytes;
    }

    /** Gives up what is still being read, and returns once no thread reads any more. */
    @Override
    public void close() {
        readers.shutdownNow();
        readers.close();
    }

    private void begin() {
        while (begun < ranges.size() && ahead.size() < MAX_AHEAD) {
            ObjectRange range = ranges.get(begun);
            if (!ahead.isEmpty() && aheadBytes + range.sizeBytes() > MAX_AHEAD_BYTES) {
                return;
            }
            ahead.add(new Begun(range, readers.submit(() -> read(range))));
            aheadBytes += range.sizeBytes();
            begun++;
        }
    }

    private Payload read(ObjectRange range) throws IOException, ObjectStoreException {
        Payload bytes = objects.read(range.key(), range.offsetBytes(), range.sizeBytes())
                .orElseThrow(() -> new FileNotFoundException("an object went away: " + range.key()));
        if (bytes.sizeBytes() != range.sizeBytes()) {
            throw new IOException("an object is shorter than it was: " + range.key());
        }
        return bytes;
    }

    private static Payload await(Future<Payload> bytes) throws IOException, ObjectStoreException {
        try {
            return bytes.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("told to stop while reading");
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException io -> throw io;
                case ObjectStoreException away -> throw away;
                case null, default -> throw new IllegalStateException("a range could not be read", failure.getCause());
            }
        }
    }
}
