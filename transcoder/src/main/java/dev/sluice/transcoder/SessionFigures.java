package dev.sluice.transcoder;

import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.media.Timescale;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counters of one session. Safe for any thread. */
final class SessionFigures {
    private static final long NONE = Long.MIN_VALUE;

    /**
     * Media at the beginning that cannot be late: what the source was looked at before the session began comes all at
     * once, seconds behind the newest sample, and is no sign of a slow machine.
     */
    static final long STARTUP_US = 5_000_000;

    private static final long STARTUP_TICKS = Timescale.VIDEO.fromMicros(STARTUP_US);

    final AtomicLong decodedFrames = new AtomicLong();
    final AtomicLong droppedFrames = new AtomicLong();
    final AtomicLong decodeErrors = new AtomicLong();

    private final AtomicLong firstSampleTicks = new AtomicLong(NONE);
    private final AtomicLong newestSampleTicks = new AtomicLong(NONE);
    private final Map<String, Rung> rungs = new LinkedHashMap<>();
    private final Map<String, String> encoderNames = new ConcurrentHashMap<>();

    private static final class Rung {
        final AtomicLong encodedFrames = new AtomicLong();
        final AtomicLong newestEncodedTicks = new AtomicLong(NONE);
    }

    SessionFigures(List<VideoRung> videoRungs) {
        videoRungs.forEach(rung -> rungs.put(rung.name(), new Rung()));
    }

    void onVideoSample(long ptsTicks) {
        firstSampleTicks.compareAndSet(NONE, ptsTicks);
        newestSampleTicks.accumulateAndGet(ptsTicks, Math::max);
    }

    void onEncoder(String rendition, String encoderName) {
        encoderNames.put(rendition, encoderName);
    }

    void onEncoded(String rung, long ptsTicks) {
        Rung figures = rungs.get(rung);
        if (figures != null) {
            figures.encodedFrames.incrementAndGet();
            figures.newestEncodedTicks.accumulateAndGet(ptsTicks, Math::max);
        }
    }

    /** How far a picture is behind the newest sample received. */
    long delayTicks(long ptsTicks) {
        long newest = newestSampleTicks.get();
        return newest == NONE ? 0 : Math.max(0, newest - ptsTicks);
    }

    /** The same for deciding what to leave out: zero while the session starts up. */
    long lateTicks(long ptsTicks) {
        long first = firstSampleTicks.get();
        boolean startsUp = first == NONE || ptsTicks - first < STARTUP_TICKS;
        return startsUp ? 0 : delayTicks(ptsTicks);
    }

    TranscodeStats snapshot(long nativeBytes) {
        Map<String, Long> encoded = new HashMap<>();
        long slowestTicks = Long.MAX_VALUE;
        for (Map.Entry<String, Rung> rung : rungs.entrySet()) {
            encoded.put(rung.getKey(), rung.getValue().encodedFrames.get());
            slowestTicks =
                    Math.min(slowestTicks, rung.getValue().newestEncodedTicks.get());
        }
        boolean nothingEncoded = slowestTicks == NONE || slowestTicks == Long.MAX_VALUE;
        return new TranscodeStats(
                decodedFrames.get(),
                droppedFrames.get(),
                decodeErrors.get(),
                nothingEncoded ? 0 : Timescale.VIDEO.toMicros(delayTicks(slowestTicks)),
                nativeBytes,
                encoded,
                encoderNames);
    }
}
