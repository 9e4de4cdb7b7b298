package dev.sluice.engine.control;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import java.util.Optional;

/** The in-memory edge: the newest files of the streams that this node carries. Never blocks. */
public interface LiveEdge {
    /**
     * A file of a stream.
     *
     * @param path relative to the stream's root, unchecked input
     */
    Optional<EdgeObject> find(StreamId id, String path);

    /**
     * A file at the edge.
     *
     * @param version rises when the file under this path changes; fit for an ETag together with the path
     */
    record EdgeObject(PackagedObject object, long version) {}
}
