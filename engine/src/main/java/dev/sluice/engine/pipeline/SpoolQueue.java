package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects that wait for the store, in the order in which they may be published. Of a playlist only the newest version
 * waits, behind everything it names. When the bound is passed the oldest segments are given up. Not safe for threads.
 */
final class SpoolQueue {
    private final long maxBytes;
    private final LinkedHashMap<String, Waiting> byPath = new LinkedHashMap<>();
    private long bytes;
    private long droppedSegments;

    private record Waiting(PackagedObject object, Instant since) {}

    SpoolQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(PackagedObject object, Instant now) {
        remove(object.path());
        byPath.put(object.path(), new Waiting(object, now));
        bytes += object.sizeBytes();
        Iterator<Map.Entry<String, Waiting>> oldest = byPath.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            PackagedObject candidate = oldest.next().getValue().object();
            if (candidate.kind() == Kind.SEGMENT) {
                oldest.remove();
                bytes -= candidate.sizeBytes();
                droppedSegments++;
            }
        }
    }

    private void remove(String path) {
        Waiting replaced = byPath.remove(path);
        if (replaced != null) {
            bytes -= replaced.object().sizeBytes();
        }
    }

    /** The next to write, taken out; null when none waits. */
    @Nullable
    PackagedObject poll() {
        Map.Entry<String, Waiting> first = byPath.pollFirstEntry();
        if (first == null) {
            return null;
        }
        PackagedObject object = first.getValue().object();
        bytes -= object.sizeBytes();
        return object;
    }

    /** Since when the first waits; null when none does. */
    @Nullable
    Instant oldest() {
        Map.Entry<String, Waiting> first = byPath.firstEntry();
        return first == null ? null : first.getValue().since();
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }

    int size() {
        return byPath.size();
    }

    long bytes() {
        return bytes;
    }

    long droppedSegments() {
        return droppedSegments;
    }

    /** Forgets everything; returns how many objects that were. */
    int clear() {
        int size = byPath.size();
        byPath.clear();
        bytes = 0;
        return size;
    }
}
