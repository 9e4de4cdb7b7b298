package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
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
    private final LinkedHashMap<String, PackagedObject> byPath = new LinkedHashMap<>();
    private long bytes;
    private long droppedSegments;

    SpoolQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(PackagedObject object) {
        remove(object.path());
        byPath.put(object.path(), object);
        bytes += object.sizeBytes();
        Iterator<Map.Entry<String, PackagedObject>> oldest = byPath.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            PackagedObject candidate = oldest.next().getValue();
            if (candidate.kind() == Kind.SEGMENT) {
                oldest.remove();
                bytes -= candidate.sizeBytes();
                droppedSegments++;
            }
        }
    }

    private void remove(String path) {
        PackagedObject replaced = byPath.remove(path);
        if (replaced != null) {
            bytes -= replaced.sizeBytes();
        }
    }

    /** The next to write, taken out; null when none waits. */
    @Nullable
    PackagedObject poll() {
        Map.Entry<String, PackagedObject> first = byPath.pollFirstEntry();
        if (first == null) {
            return null;
        }
        bytes -= first.getValue().sizeBytes();
        return first.getValue();
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
