package dev.sluice.server.life;

import dev.sluice.api.ops.Health;
import dev.sluice.api.ops.Health.Status;
import dev.sluice.engine.control.StreamFigures;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** How the parts inside this server are: what they carry now, beside what they can carry. */
public final class PartChecks {
    private static final Duration SPOOL_AGE = Duration.ofSeconds(10);

    private PartChecks() {}

    /**
     * The transcoder's places. Without a free one new sources are offered as they are.
     *
     * @param places 0 when nothing is transcoded here
     */
    public static Health workers(int places, int taken) {
        Status status = places > 0 && taken >= places ? Status.DEGRADED : Status.HEALTHY;
        return new Health(status, Map.of("workers", (long) places, "busy", (long) taken));
    }

    /**
     * What waits for the object store, of all streams. Degraded once something waits for {@link #SPOOL_AGE}, or a
     * stream's queue is half full: then segments will soon be given up.
     */
    public static Health spool(Collection<StreamFigures> streams, long maxBytesPerStream) {
        long bytes = 0;
        long oldestMs = 0;
        boolean filling = false;
        for (StreamFigures stream : streams) {
            bytes += stream.storeQueueBytes();
            oldestMs = Math.max(oldestMs, stream.storeQueueAgeMs());
            filling |= stream.storeQueueBytes() > maxBytesPerStream / 2;
        }
        Status status = filling || oldestMs > SPOOL_AGE.toMillis() ? Status.DEGRADED : Status.HEALTHY;
        return new Health(status, Map.of("bytes_waiting", bytes, "oldest_ms", oldestMs));
    }
}
