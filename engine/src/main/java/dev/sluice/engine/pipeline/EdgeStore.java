package dev.sluice.engine.pipeline;

import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.live.Timers;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest files of every stream of this node, in memory. Files go when the packager says that nobody can want them
 * any more, when a stream outgrows its bound (the oldest segments first, counted), or some time after its end.
 *
 * <p>Safe for threads; reading never waits for anything but a map.
 */
public final class EdgeStore implements LiveEdge {
    private final Timers timers;
    private final Duration linger;
    private final long maxBytesPerStream;
    private final AtomicLong versions;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong evictions = new AtomicLong();
    private final Map<StreamId, Files> streams = new ConcurrentHashMap<>();

    /** @param clock read once, so that versions go on rising over restarts */
    public EdgeStore(Timers timers, InstantSource clock, Duration linger, long maxBytesPerStream) {
        this.timers = timers;
        this.linger = linger;
        this.maxBytesPerStream = maxBytesPerStream;
        this.versions = new AtomicLong(clock.millis() * 1000);
    }

    /** Files of one stream; writes are guarded by the object itself, reads by the map. */
    private static final class Files {
        final Map<String, Stored> byPath = new ConcurrentHashMap<>();
        final LinkedHashMap<String, Long> segmentBytes = new LinkedHashMap<>();
        long bytes;
        int openRuns;
    }

    private record Stored(EdgeObject object, Shelf owner) {}

    @Override
    public Optional<EdgeObject> find(StreamId id, String path) {
        Files files = streams.get(id);
        Stored stored = files == null ? null : files.byPath.get(path);
        return stored == null ? Optional.empty() : Optional.of(stored.object);
    }

    /** Segments thrown out because a stream outgrew its bound. */
    public long evictions() {
        return evictions.get();
    }

    /** Opens the shelf of one run of a stream; earlier runs' files stay until their own time is up. */
    Shelf open(StreamId id) {
        streams.compute(id, (key, existing) -> {
            Files files = existing == null ? new Files() : existing;
            synchronized (files) {
                files.openRuns++;
            }
            return files;
        });
        return new Shelf(id, runs.incrementAndGet());
    }

    /** Where one run of a stream puts its files. */
    final class Shelf {
        private final StreamId id;
        private final long run;

        private Shelf(StreamId id, long run) {
            this.id = id;
            this.run = run;
        }

        /** Offers a file to players, unless a newer run of the stream has taken its path. */
        void put(PackagedObject object) {
            Files files = streams.get(id);
            if (files == null) {
                return;
            }
            synchronized (files) {
                Stored existing = files.byPath.get(object.path());
                if (existing != null && existing.owner.run > run) {
                    return;
                }
                forget(files, object.path());
                EdgeObject versioned = new EdgeObject(object, versions.incrementAndGet());
                files.byPath.put(object.path(), new Stored(versioned, this));
                if (object.kind() == Kind.SEGMENT) {
                    files.segmentBytes.put(object.path(), object.sizeBytes());
                    files.bytes += object.sizeBytes();
                    evict(files);
                }
            }
        }

        void remove(String path) {
            Files files = streams.get(id);
            if (files != null) {
                synchronized (files) {
                    forgetOwn(files, path);
                }
            }
        }

        /** The run is over; its files are forgotten once players had time to come to their end. */
        void close() {
            timers.after(linger, this::forgetRun);
        }

        private void forgetRun() {
            streams.computeIfPresent(id, (key, files) -> {
                synchronized (files) {
                    files.openRuns--;
                    files.byPath.keySet().forEach(path -> forgetOwn(files, path));
                    return files.openRuns == 0 ? null : files;
                }
            });
        }

        private void forgetOwn(Files files, String path) {
            Stored stored = files.byPath.get(path);
            if (stored != null && stored.owner == this) {
                forget(files, path);
            }
        }
    }

    private void evict(Files files) {
        Iterator<Map.Entry<String, Long>> oldest = files.segmentBytes.entrySet().iterator();
        while (files.bytes > maxBytesPerStream && files.segmentBytes.size() > 1) {
            Map.Entry<String, Long> segment = oldest.next();
            oldest.remove();
            files.bytes -= segment.getValue();
            files.byPath.remove(segment.getKey());
            evictions.incrementAndGet();
        }
    }

    private static void forget(Files files, String path) {
        files.byPath.remove(path);
        Long bytes = files.segmentBytes.remove(path);
        if (bytes != null) {
            files.bytes -= bytes;
        }
    }
}
