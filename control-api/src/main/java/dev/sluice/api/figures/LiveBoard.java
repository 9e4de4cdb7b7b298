package dev.sluice.api.figures;

import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.engine.port.Visibility;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A picture of the live streams and of the newest streams of any status, at most {@value #MAX_AGE_MS} ms old. However
 * many pages and scrapers ask, the database is asked once per picture. Blocks; called on virtual threads.
 */
public final class LiveBoard {
    /** Streams of each kind that a picture holds; the bound of every page and metric made from it. */
    public static final int MAX_STREAMS = 100;

    static final long MAX_AGE_MS = 1000;

    private final StreamControl streams;
    private final ViewerStats viewers;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Picture latest = new Picture(Long.MIN_VALUE, 0, List.of(), List.of());

    public LiveBoard(StreamControl streams, ViewerStats viewers, Clock clock) {
        this.streams = streams;
        this.viewers = viewers;
        this.clock = clock;
    }

    public Picture picture() {
        Picture seen = latest;
        if (isFresh(seen)) {
            return seen;
        }
        refreshing.lock();
        try {
            if (!isFresh(latest)) {
                latest = take();
            }
            return latest;
        } finally {
            refreshing.unlock();
        }
    }

    private boolean isFresh(Picture picture) {
        long ageMs = clock.millis() - picture.takenMs();
        return picture.takenMs() != Long.MIN_VALUE && ageMs >= 0 && ageMs < MAX_AGE_MS;
    }

    private Picture take() {
        StreamPage live = streams.list(StreamQuery.newest(StreamStatus.LIVE, /* visibility= */ null, MAX_STREAMS));
        StreamPage newest = streams.list(StreamQuery.newest(/* status= */ null, Visibility.PUBLIC, MAX_STREAMS));
        return new Picture(
                clock.millis(),
                live.total(),
                live.streams().stream().map(this::line).toList(),
                newest.streams().stream()
                        .filter(stream -> stream.status() != StreamStatus.LIVE)
                        .map(this::line)
                        .toList());
    }

    /** One stream as it is now. Blocks. */
    public BoardLine line(StreamRecord stream) {
        return new BoardLine(stream, streams.figures(stream.id()), viewers.current(stream.id()));
    }

    /**
     * The streams at one moment.
     *
     * @param liveTotal all live streams, also those beyond the bound
     * @param live the newest live streams
     * @param others the newest streams that are not live
     */
    public record Picture(long takenMs, long liveTotal, List<BoardLine> live, List<BoardLine> others) {
        public Picture {
            live = List.copyOf(live);
            others = List.copyOf(others);
        }
    }
}
