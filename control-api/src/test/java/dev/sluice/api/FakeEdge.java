package dev.sluice.api;

import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.media.io.Payload;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files in memory. */
final class FakeEdge implements LiveEdge {
    volatile boolean defective;
    private final Map<String, EdgeObject> files = new ConcurrentHashMap<>();

    void put(StreamId id, String path, PackagedObject.Kind kind, long version, byte[]... pieces) {
        var body = Arrays.stream(pieces).map(Payload::wrap).toList();
        files.put(id + "/" + path, new EdgeObject(new PackagedObject(path, kind, body), version));
    }

    @Override
    public Optional<EdgeObject> find(StreamId id, String path) {
        if (defective) {
            throw new IllegalStateException("secret detail of a defect");
        }
        return Optional.ofNullable(files.get(id + "/" + path));
    }
}
