package dev.sluice.api.pages;

import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.port.Visibility;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest public videos that play, at most {@value #MAX_AGE_MS} ms old: however many pages ask, the database is
 * asked once in that time. Blocks; called on virtual threads.
 */
final class NewestVideos {
    static final int MAX_VIDEOS = 24;
    static final long MAX_AGE_MS = 1000;

    private final AssetRepository assets;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Picture latest = new Picture(Long.MIN_VALUE, List.of());

    /** The videos at one moment. */
    private record Picture(long takenMs, List<AssetRecord> videos) {}

    NewestVideos(AssetRepository assets, Clock clock) {
        this.assets = assets;
        this.clock = clock;
    }

    List<AssetRecord> get() {
        Picture seen = latest;
        if (isFresh(seen)) {
            return seen.videos();
        }
        refreshing.lock();
        try {
            if (!isFresh(latest)) {
                latest = new Picture(clock.millis(), read());
            }
            return latest.videos();
        } finally {
            refreshing.unlock();
        }
    }

    private boolean isFresh(Picture picture) {
        long ageMs = clock.millis() - picture.takenMs();
        return picture.takenMs() != Long.MIN_VALUE && ageMs >= 0 && ageMs < MAX_AGE_MS;
    }

    private List<AssetRecord> read() {
        AssetQuery query = new AssetQuery(
                /* viewpoint= */ null,
                AssetStatus.READY,
                Visibility.PUBLIC,
                /* ownerId= */ null,
                /* tag= */ null,
                /* search= */ null,
                /* page= */ 1,
                MAX_VIDEOS);
        return assets.list(query).assets();
    }
}
